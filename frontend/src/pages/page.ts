// What every page does: drawer, forms, palette, keys, and watching for changes made elsewhere.
import { startAsking } from "../asking";
import { startDrawer } from "../drawer";
import { startDropping } from "../dropping";
import { startForms } from "../forms";
import { startKeys } from "../keys";
import { startLive } from "../live";
import { startPalette } from "../palette";
import { startViews } from "../views";

startDrawer();
startForms();
startAsking();
startDropping();
startPalette();
startKeys();
startLive();
startViews();
