import type {KindRow} from './kind-row.js'
import {APPLIER_ROWS} from './rows/applier-rows.js'
import {ARTIFACT_GENERATOR_ROW} from './rows/artifact-generator-row.js'
import {IMAGE_ROWS} from './rows/image-rows.js'
import {NOTIFICATION_ROWS} from './rows/notification-rows.js'
import {SOURCE_ROWS} from './rows/source-rows.js'

export type {Capability, ColumnName, KindRow} from './kind-row.js'

/** All kinds, in the order in which `flux get all` prints them (cli reference 4.3). */
export const KINDS: readonly KindRow[] = [
  ...SOURCE_ROWS,
  ...IMAGE_ROWS,
  ...APPLIER_ROWS,
  ...NOTIFICATION_ROWS,
  ARTIFACT_GENERATOR_ROW,
]

/** `source.toolkit.fluxcd.io/v1` */
export function apiVersionOf(row: Pick<KindRow, 'group' | 'version'>): string {
  return `${row.group}/${row.version}`
}

/** Where the objects of a kind of ours are. */
export function placeOfKind({apiVersion, kind}: {readonly apiVersion: string; readonly kind: string}) {
  const row = kindRow(kind)
  return row && apiVersionOf(row) === apiVersion ? {resource: row.plural, namespaced: true} : undefined
}

/** The row of a kind's name, or undefined when it is none of ours. */
export function kindRow(kind: string): KindRow | undefined {
  return KINDS.find((row) => row.kind === kind)
}
