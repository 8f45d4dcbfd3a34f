import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isFileFault} from '../../errors/go-file.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {buildFolder, buildManifests, type Manifests} from '../../install/build-manifests.js'
import {checkComponents, NATIVE_COMPONENTS} from '../../install/components.js'
import type {InstallOptions} from '../../install/install-options.js'
import {type ManifestBase, ownBase} from '../../install/manifest-base.js'
import type {Context} from '../../ports/context.js'
import type {FileTree} from '../../ports/files.js'
import {leftOutObjects, leftOutTexts} from './left-out.js'
import {publishedManifests} from './published-manifests.js'
import {targetVersion} from './target-version.js'

export interface RenderContext extends Pick<Context, 'out' | 'signal'> {
  /** the manifests of this package */
  readonly manifests: FileTree
  /** a folder that the user names */
  folder(path: string): FileTree
  /** opened for releases other than our own */
  network(): Promise<Pick<Context, 'http' | 'clock' | 'signal'>>
}

export interface RenderOptions extends Omit<InstallOptions, 'version' | 'components' | 'native'> {
  /** release that is wanted; empty: our own */
  readonly wantedVersion: string
  /** release of the manifests in this package, with `v` */
  readonly ownVersion: string
  readonly components: readonly string[]
  readonly componentsExtra: readonly string[]
  /** `user:password` for the registry; empty: none */
  readonly registryCreds: string
  /** tag of our own images, which are taken instead of CNCF's; empty: CNCF's */
  readonly nativeTag: string
  /** a kustomization that takes the place of the manifests; empty: none */
  readonly folder: string
}

/** What flags may not say, in the order in which flux says it (cli reference 3.1). */
export function checkRenderOptions({components, componentsExtra, registryCreds, imagePullSecret}: RenderOptions): string[] {
  const names = [...components, ...componentsExtra]
  checkComponents(names)
  if (registryCreds !== '' && imagePullSecret === '') {
    throw new FluxError('usage', '--registry-creds requires --image-pull-secret to be set')
  }
  if (registryCreds !== '' && registryCreds.split(':').length !== 2) {
    throw new FluxError('usage', "invalid --registry-creds format, expected 'user:password'")
  }
  return names
}

/** The manifests of an installation, of this release or of a published one. `generating` is called before the work begins. */
export async function renderManifests(
  ctx: RenderContext,
  options: RenderOptions,
  generating: () => void = () => undefined,
): Promise<Manifests> {
  const components = checkRenderOptions(options)
  const version = await targetVersion(options.wantedVersion, options.ownVersion, () => ctx.network())
  generating()
  const native = options.nativeTag === '' ? undefined : {tag: options.nativeTag, components: NATIVE_COMPONENTS}
  const wanted = {...options, version, components, native}
  if (native) await tellUpstream(ctx, wanted)
  const base = options.folder === '' ? await baseOf(ctx, wanted) : undefined
  try {
    if (base) checkTexts(options)
    else if (!(await isThere(ctx.folder(options.folder), 'kustomization.yaml'))) {
      throw new FluxError('no-kustomization', 'kustomization.yaml not found')
    }
    return await (base ? buildManifests(wanted, base, ctx.signal) : buildFolder(wanted, ctx.folder(options.folder), ctx.signal))
  } catch (error) {
    ctx.signal.throwIfAborted()
    throw new FluxError('install-failed', `install failed: ${messageOf(error)}`, {cause: error})
  }
}

/** What cannot be looked at is not there. */
async function isThere(folder: FileTree, path: string): Promise<boolean> {
  try {
    return (await folder.stat(path)) !== undefined
  } catch (error) {
    if (isFileFault(error)) return false
    throw error
  }
}

/** Names what is in the cluster already and will be left alone by our own controllers. */
export async function tellLeftOut(
  ctx: Pick<Context, 'kube' | 'out' | 'signal'>,
  {nativeTag, components, componentsExtra}: RenderOptions,
): Promise<void> {
  const text = nativeTag === '' ? undefined : await leftOutObjects(ctx, [...components, ...componentsExtra])
  if (text) ctx.out.warning(text)
}

/** Texts that flux writes into its kustomization as they are, and that YAML reads as something else there. */
function checkTexts({namespace, clusterDomain, imagePullSecret}: RenderOptions): void {
  const read = parseYaml(namespace)
  if (typeof read !== 'string') {
    const type = typeof read === 'boolean' ? 'bool' : 'number'
    const words = `json: cannot unmarshal ${type} into Go struct field Kustomization.namespace of type string`
    throw new FluxError(
      'bad-namespace',
      read === null ? 'namespace: missing metadata.name in object' : `invalid Kustomization: ${words}`,
    )
  }
  for (const [flag, text] of Object.entries({'cluster-domain': `x.${clusterDomain}.`, 'image-pull-secret': imagePullSecret})) {
    try {
      parseYaml(`value: ${text}`)
    } catch (error) {
      throw new FluxError('usage', `--${flag} is no name: ${messageOf(error).replace(/^[:\d ]+/, '')}`, {cause: error})
    }
  }
}

async function baseOf(
  ctx: RenderContext,
  {version, ownVersion, components}: InstallOptions & RenderOptions,
): Promise<ManifestBase> {
  const twice = components.find((name, index) => components.indexOf(name) !== index)
  if (twice) throw new FluxError('install-failed', `install failed: component ${twice} is named twice`)
  return version === ownVersion ? ownBase(ctx.manifests) : publishedManifests(await ctx.network(), version)
}

/** Names the controllers that are CNCF's all the same, and what ours leave alone. */
async function tellUpstream({out}: RenderContext, {components, version}: InstallOptions): Promise<void> {
  const others = components.filter((name) => !NATIVE_COMPONENTS.includes(name))
  if (others.length > 0)
    out.warning(`there is no image of ours yet for ${others.join(', ')}: CNCF's of Flux ${version} are taken`)
  for (const text of await leftOutTexts(components)) out.warning(text)
}
