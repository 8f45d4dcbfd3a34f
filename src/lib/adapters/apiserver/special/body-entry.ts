import {builtinSchema} from '../../../schema/builtin.js'
import type {CatalogEntry} from '../discovery/catalog.js'

/** The kind of a subresource's body as if it were a resource of its own, to decode it and to keep its managers. */
export function bodyEntry(
  parent: CatalogEntry,
  kind: {readonly group: string; readonly version: string; readonly kind: string},
): CatalogEntry {
  const singular = kind.kind.toLowerCase()
  return {
    ...parent,
    ...kind,
    listKind: `${kind.kind}List`,
    resource: `${singular}s`,
    singular,
    subresources: [],
    details: [],
    apiVersion: `${kind.group}/${kind.version}`,
    schema: builtinSchema(kind),
  }
}
