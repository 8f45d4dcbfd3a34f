/** Documents of a chart that post-renderers read. */
export interface PostRenderCase {
  readonly name: string
  /** text by path of the template */
  readonly files: Readonly<Record<string, string>>
  /** `spec.postRenderers[].kustomize` of a HelmRelease */
  readonly kustomize?: readonly object[]
  readonly commonMetadata?: {
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  /** `spec.postRenderStrategy`; combined when absent */
  readonly strategy?: 'combined' | 'separate' | 'nohooks'
}

/** A chart of one template. @param kustomize post-renderers, none when there are none */
export function one(name: string, text: string, ...kustomize: object[]): PostRenderCase {
  return {name, files: {'templates/a.yaml': text}, ...(kustomize.length > 0 && {kustomize})}
}

/** A post-renderer that changes objects of a kind by a JSON patch. */
export function patch(kind: string, ...operations: unknown[]): object {
  return {patches: [{target: {kind}, patch: JSON.stringify(operations)}]}
}
