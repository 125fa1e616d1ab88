// Builds src/zhiheng/web/static/web/editor/editor.js and the licences beside it: npm ci && npm run build
import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const OUT = new URL("../../src/zhiheng/web/static/web/editor/", import.meta.url).pathname;
const { metafile } = await build({
  entryPoints: [new URL("editor.src.js", import.meta.url).pathname],
  outfile: `${OUT}editor.js`,
  bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none", metafile: true,
});
const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
const licences = [...packages].sort().map((name) => {
  const folder = new URL(`node_modules/${name}/`, import.meta.url);
  const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder)));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${readFileSync(new URL(file, folder), "utf8").trim()}\n`;
});
writeFileSync(`${OUT}LICENSE`, `editor.js holds these packages:\n\n${licences.join(`\n${"-".repeat(72)}\n\n`)}`);
