import {sortManifests} from '../../../../../src/lib/engines/helm/output/sort-manifests.js'
import {postRendered} from '../../../../../src/lib/render/helm/post-render/post-rendered.js'

/** What a release says of its post-rendering, beside the templates of its chart. */
export interface PostRenderInput {
  readonly files: Readonly<Record<string, string>>
  readonly kustomize?: readonly object[]
  readonly commonMetadata?: {readonly labels?: Record<string, string>; readonly annotations?: Record<string, string>}
  readonly strategy?: 'combined' | 'separate' | 'nohooks'
}

const origin = {'helm.toolkit.fluxcd.io/name': 'app', 'helm.toolkit.fluxcd.io/namespace': 'team'}

/** As `helm template` prints it. */
export async function postRenderedText({files, kustomize, commonMetadata, strategy}: PostRenderInput): Promise<string> {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`chart/${path}`, text]))
  const postRenderers = kustomize?.map((fields) => ({kustomize: fields}))
  const wanted = {
    origin,
    ...(postRenderers && {postRenderers}),
    ...(commonMetadata && {commonMetadata}),
    ...(strategy && {postRenderStrategy: strategy}),
  }
  const documents = await postRendered(texts, wanted, () => {})
  const {manifests, hooks} = sortManifests(documents, () => {})
  const part = (path: string, text: string) => `---\n# Source: ${path}\n${text}\n`
  const shown = manifests.map(({path, text}) => part(path, text)).join('')
  return `${shown.trim()}\n${hooks.map(({path, manifest}) => part(path, manifest)).join('')}`
}
