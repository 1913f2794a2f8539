// Bundles each page's script into the package, minified, with the licences of what it brings along beside it.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const pages = readdirSync("src/pages").filter((name) => name.endsWith(".ts"));
await build({
  entryPoints: pages.map((name) => `src/pages/${name}`),
  outdir: "../src/kangni/web/static/build",
  bundle: true,
  splitting: true, // what pages share is loaded once and has one state
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
});
