// What every page does: drawer, forms, palette, keys, and watching for changes made elsewhere.
import { startDrawer } from "../drawer";
import { startDropping } from "../dropping";
import { startForms } from "../forms";
import { startKeys } from "../keys";
import { startLive } from "../live";
import { startPalette } from "../palette";

startDrawer();
startForms();
startDropping();
startPalette();
startKeys();
startLive();
