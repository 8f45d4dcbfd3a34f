/** What is said of fields that the user has to see to, in documents and templates alike; the name of the first two stands in front. */
export const GONE = {
  valuesFile: 'is gone: make it the first entry of valuesFiles',
  patches: 'is gone: make its entries items of patches, each with the patch as text',
  recreate: 'spec.rollback.recreate has no effect any more and no successor: remove it',
  summary: 'spec.summary is deprecated: make it eventMetadata.summary',
}

/** The same of a part of `.Updated` in a commit template. */
export function goneFromCommit(name: string): string {
  const advice =
    name === '.Updated.Images'
      ? '{{ range .Changed.Changes }}{{ .OldValue }} -> {{ .NewValue }}{{ end }} says what changed'
      : 'use .Changed.FileChanges, .Changed.Objects or .Changed.Changes'
  return `${name} is gone from commit templates and the automation would stall: ${advice}`
}
