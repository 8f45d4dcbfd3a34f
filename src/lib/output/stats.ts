import type {KindStats} from '../actions/inspect/stats.js'
import type {JsonValue} from '../formats/json/value.js'
import {renderData} from './objects.js'
import {renderTable} from './table.js'

/** The table of `flux stats`, or the same as data with sizes in bytes. */
export async function renderStats(stats: readonly KindStats[], format: 'json' | 'yaml' | undefined): Promise<string> {
  if (format) return renderData(format, stats as unknown as JsonValue)
  return renderTable(
    ['Reconcilers', 'Running', 'Failing', 'Suspended', 'Storage'],
    stats.map(({kind, running, failing, suspended, storage}) => [
      kind,
      String(running),
      String(failing),
      String(suspended),
      storage === 0 ? '-' : sizeText(storage),
    ]),
  )
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** `512 B`, `1.5 KiB` */
function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let value = bytes / 1024
  let unit = 0
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024
  return `${value.toFixed(1)} ${UNITS[unit]}`
}
