import {resolve} from 'node:path'
import {textOfParts} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {DiskFs} from '../../../ports/files.js'
import type {RenderedRelease} from '../../../render/helm/render-helm-release.js'

export interface Part {
  readonly path: string
  readonly text: string
}

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
  for (const wanted of only) {
    if (!parts.some((part) => isShown(part, wanted))) {
      throw new FluxError('no-template', `could not find template ${wanted} in chart`)
    }
  }
  return textOfParts(only.length === 0 ? parts : parts.filter((part) => only.some((wanted) => isShown(part, wanted))))
}

const isShown = ({path}: Part, wanted: string) => path === wanted || path.slice(path.indexOf('/') + 1) === wanted

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
