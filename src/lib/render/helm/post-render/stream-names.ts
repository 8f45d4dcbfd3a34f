/** What Helm calls the documents that go through the post-renderers together. */
export interface StreamNames {
  /** in words about what comes before the renderers */
  readonly merged: string
  /** in words about the renderers */
  readonly run: string
  /** beginning of the names of files for what has none */
  readonly generated: string
}

/** All documents of a release. */
export const ALL: StreamNames = {merged: 'manifests', run: 'files', generated: 'generated-by-postrender'}

/** Some of them. */
export function partNamed(name: 'hooks' | 'manifests'): StreamNames {
  return {merged: name, run: name, generated: `generated-by-postrender-${name}`}
}
