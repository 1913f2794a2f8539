// What every page does: drawer, forms, palette, keys, and watching for changes made elsewhere.
import { startAsking } from "../asking";
import { startDrawer } from "../drawer";
import { startForms } from "../forms";
import { startKeys } from "../keys";
import { startLive } from "../live";
import { startPalette } from "../palette";

startDrawer();
startForms();
startAsking();
startPalette();
startKeys();
startLive();
