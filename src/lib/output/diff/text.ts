import type {DiffEntry} from '../../actions/diff/diff-entry.js'
import {compareValues} from './compare.js'
import {driftReport} from './drift-report.js'
import type {ReportForm} from './text-blocks.js'

const ESCAPE = '\u001b['
const COLOURS = {created: '32', skipped: '38;5;214', deleted: '38;5;202', remote: '38;5;214'} as const

/** The report of `flux diff kustomization` as flux prints it (cli reference 7.3). */
export function renderDiffText(entries: readonly DiffEntry[], options: ReportForm): string {
  const paint = (action: keyof typeof COLOURS, text: string) =>
    options.colour ? `${ESCAPE}${COLOURS[action]}m${text}${ESCAPE}0m` : text
  return entries
    .map((entry) => {
      switch (entry.action) {
        case 'drifted':
          return `► ${entry.subject} drifted\n${driftReport(compareValues(entry.before, entry.after), options)}`
        case 'child':
          return `📁 ${entry.subject} changed\n${renderDiffText(entry.entries, options)}`
        case 'remote':
          return `${paint('remote', `⚠️ ${entry.subject} skipped: diff not supported for remote clusters`)}\n`
        default:
          return `${paint(entry.action, `► ${entry.subject} ${entry.action}`)}\n`
      }
    })
    .join('')
}
