/** `npm run sbom`: prints what a deployment contains as a CycloneDX document, made by npm. npm describes the whole
 *  installation, since `--omit=dev` also drops packages of a deployment that a package of the development needs too.
 *  The lock file knows which is which. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

interface Sbom {
  metadata: { component: object };
  /** The reference of a component is its name and version. */
  components: { 'bom-ref': string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}
interface Lock {
  name: string;
  packages: Record<string, { version: string; dev?: boolean }>;
}

const printed = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
  encoding: 'utf8',
  maxBuffer: 256 * 1024 ** 2,
});
const sbom = JSON.parse(printed) as Sbom;
const { name, packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const folders = 'node_modules/';
const deployed = new Set(
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true && existsSync(path))
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf(folders) + folders.length)}@${version}`),
);

const components = sbom.components.filter((one) => deployed.has(one['bom-ref']));
const described = new Set(components.map((one) => one['bom-ref']));
const missing = [...deployed].filter((ref) => !described.has(ref));
if (missing.length > 0)
  throw new Error(`npm has not described ${missing.join(', ')}; run npm ci, and try again.`);
const root = `${name}@${packages[''].version}`;
const document = {
  ...sbom,
  metadata: { ...sbom.metadata, component: { ...sbom.metadata.component, name } }, // npm names it after the folder
  components,
  dependencies: sbom.dependencies
    .filter(({ ref }) => ref === root || described.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => described.has(one)) })),
};
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
