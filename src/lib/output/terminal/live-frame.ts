import {fitted} from './fitted.js'

export interface LiveFrame {
  /** what to write to the terminal */
  readonly text: string
  /** lines that the next frame goes back over */
  readonly lines: number
}

/**
 * A table that takes the place of the one before it: no line wraps and all fits the terminal, since only what is on the
 * screen can be redrawn.
 */
export function liveFrame(table: string, before: number, size: {columns: number; rows: number}): LiveFrame {
  const all = table.trimEnd().split('\n')
  const room = Math.max(1, size.rows - 1)
  const left = all.length - room + 1
  const shown = all.length <= room ? all : [...all.slice(0, room - 1), `... and ${left} more`]
  const back = before > 0 ? `\x1b[${before}A\r\x1b[J` : ''
  return {text: `${back}${shown.map((line) => `${fitted(line, size.columns)}\n`).join('')}`, lines: shown.length}
}
