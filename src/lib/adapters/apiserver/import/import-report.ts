/** What an import came to. */
export interface ImportReport {
  /** objects that were taken over */
  readonly objects: number
  /** objects that were not, by kind and reason */
  readonly leftOut: readonly {readonly kind: string; readonly count: number; readonly reason: string}[]
  /** namespaces that objects are in and that the export does not have */
  readonly namespaces: readonly string[]
  /** owners that are not in the export: references to them are dropped, or everything below would be collected as garbage */
  readonly owners: number
}

/** A summary for people, a line each. */
export function importLines({objects, leftOut, namespaces, owners}: ImportReport): string[] {
  const lines = [`${objects} objects imported`]
  for (const {kind, count, reason} of leftOut) lines.push(`left out: ${count} ${kind}${count === 1 ? '' : 's'} (${reason})`)
  if (namespaces.length > 0) lines.push(`namespaces that the export does not have were made: ${namespaces.join(', ')}`)
  if (owners > 0) lines.push(`${owners} references to owners that the export does not have were dropped`)
  return lines
}
