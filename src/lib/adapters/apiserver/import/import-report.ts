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
  /** what the API would refuse if it were created as it is: it was taken over nevertheless */
  readonly faults: readonly string[]
  /** objects that stand in the export more than once and differ: which one was taken */
  readonly twice: readonly string[]
  /** objects that were taken from files which show nobody's managedFields */
  readonly unmanaged: number
  /** files that hold no object, e.g. an empty List */
  readonly empty: readonly string[]
}

/** Lines about objects of one kind of trouble, before they are only counted. */
const SHOWN = 5

/** A summary for people, a line each. */
export function importLines(report: ImportReport): string[] {
  const {objects, leftOut, namespaces, owners, unmanaged} = report
  const lines = [`${objects} objects imported`]
  for (const file of report.empty) lines.push(`${file} has no objects in it`)
  for (const {kind, count, reason} of leftOut) lines.push(`left out: ${count} ${kind}${count === 1 ? '' : 's'} (${reason})`)
  if (namespaces.length > 0) lines.push(`namespaces that the export does not have were made: ${namespaces.join(', ')}`)
  if (owners > 0) lines.push(`${owners} references to owners that the export does not have were dropped`)
  lines.push(...some('stands in the export twice', report.twice), ...some('would be refused by the API', report.faults))
  if (unmanaged > 0) {
    lines.push(
      `${unmanaged} objects have no managedFields: nobody owns their fields (kubectl get shows them with --show-managed-fields)`,
    )
  }
  return lines
}

function some(what: string, texts: readonly string[]): string[] {
  const shown = texts.slice(0, SHOWN).map((text) => `${what}: ${text}`)
  return texts.length > SHOWN ? [...shown, `${what}: ${texts.length - SHOWN} more`] : shown
}
