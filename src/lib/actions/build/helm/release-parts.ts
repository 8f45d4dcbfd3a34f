import {resolve} from 'node:path'
import {noTemplate, type ChartPart as Part, templateNamed, textOfParts} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {DiskFs} from '../../../ports/files.js'
import type {RenderedRelease} from '../../../render/helm/render-helm-release.js'

/** CRDs, manifests in the order in which they are installed, hooks where they are run. */
export function partsOf(rendered: RenderedRelease, hasHooks: boolean): Part[] {
  return [
    ...rendered.crdObjects.map((object, index) => ({
      path: rendered.crds[index]?.path ?? 'crds',
      text: printYaml(object),
    })),
    ...rendered.manifests,
    ...(hasHooks ? rendered.hooks : []).map(({path, manifest}) => ({path, text: manifest})),
  ].map(({path, text}) => ({path, text: text.replace(/\n$/, '')}))
}

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
