import type {KindStats} from '../actions/inspect/stats.js'
import type {JsonValue} from '../formats/json/value.js'
import {renderData} from './objects.js'
import {renderTable} from './table.js'

export type StatsFormat = 'json' | 'yaml' | 'name' | 'wide'

/**
 * The table of `flux stats` (`wide`: with sizes in bytes as well), the same as data with sizes in bytes, or the kinds that
 * there are objects of.
 */
export async function renderStats(stats: readonly KindStats[], format: StatsFormat | undefined): Promise<string> {
  if (format === 'json' || format === 'yaml') return renderData(format, stats as unknown as JsonValue)
  if (format === 'name') {
    return stats
      .filter(({running, failing, suspended}) => running + failing + suspended > 0)
      .map(({kind}) => `${kind}\n`)
      .join('')
  }
  const wide = format === 'wide'
  return renderTable(
    ['Reconcilers', 'Running', 'Failing', 'Suspended', 'Storage', ...(wide ? ['Bytes'] : [])],
    stats.map(({kind, running, failing, suspended, storage}) => [
      kind,
      String(running),
      String(failing),
      String(suspended),
      storage === 0 ? '-' : sizeText(storage),
      ...(wide ? [String(storage)] : []),
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
