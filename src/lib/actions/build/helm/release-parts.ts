import {resolve} from 'node:path'
import {noTemplate, type ChartPart as Part, templateNamed, textOfParts} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {HelmReleaseSpec} from '../../../kinds/types/helmrelease.gen.js'
import type {DiskFs} from '../../../ports/files.js'
import type {RenderedRelease} from '../../../render/helm/render-helm-release.js'

/** CRDs, manifests in the order in which they are installed, and the hooks that the action runs. */
export function partsOf(rendered: RenderedRelease, spec: HelmReleaseSpec, isUpgrade: boolean): Part[] {
  return [
    ...rendered.crdObjects.map(({path, object}) => ({path, text: printYaml(object)})),
    ...rendered.manifests,
    ...rendered.hooks.filter((hook) => isRun(hook, spec, isUpgrade)).map(({path, manifest}) => ({path, text: manifest})),
  ].map(({path, text}) => ({path, text: text.replace(/\n$/, '')}))
}

/** Hooks of other moments of a release (deletion, rollback) and tests that are not asked for are not applied. */
function isRun({name, events}: Hook, {install, upgrade, test}: HelmReleaseSpec, isUpgrade: boolean): boolean {
  const moments = isUpgrade ? ['pre-upgrade', 'post-upgrade'] : ['pre-install', 'post-install']
  const runsHooks = (isUpgrade ? upgrade : install)?.disableHooks !== true
  if (runsHooks && moments.some((moment) => events.includes(moment))) return true
  if (test?.enable !== true || !events.includes('test')) return false
  const filters = test.filters ?? []
  const wanted = filters.filter(({exclude}) => exclude !== true)
  if (filters.some((filter) => filter.exclude === true && filter.name === name)) return false
  return wanted.length === 0 || wanted.some((filter) => filter.name === name)
}

type Hook = RenderedRelease['hooks'][number]

/** Some templates, or all; @throws FluxError `no-template` */
export function shown(parts: readonly Part[], only: readonly string[]): string {
  if (only.length === 0) return textOfParts(parts)
  const wishes = only.map((wanted) => ({wanted, isNamed: templateNamed(wanted)}))
  for (const wish of wishes) if (!parts.some((part) => isShown(part, wish))) throw noTemplate(wish.wanted)
  return textOfParts(parts.filter((part) => wishes.some((wish) => isShown(part, wish))))
}

interface Wish {
  readonly wanted: string
  readonly isNamed: (path: string) => boolean
}

/** Named as in the chart, or with the chart's name in front. */
const isShown = ({path}: Part, {wanted, isNamed}: Wish) => path === wanted || isNamed(path)

/** One file per template, as `helm template --output-dir` writes them. */
export async function written(fs: DiskFs, folder: string, parts: readonly Part[]): Promise<string> {
  const files = new Map<string, Part[]>()
  for (const part of parts) files.set(part.path, [...(files.get(part.path) ?? []), part])
  let told = ''
  for (const [path, list] of files) {
    const file = resolve(folder, path)
    if (!file.startsWith(`${folder}/`)) throw new FluxError('path-escape', `'${path}' leads out of ${folder}`)
    await fs.mkdir(file.slice(0, file.lastIndexOf('/')))
    await fs.write(file, textOfParts(list))
    told += `wrote ${file}\n`
  }
  return told
}
