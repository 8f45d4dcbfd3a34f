import type {DiffResult} from '../../actions/diff/diff-entry.js'
import {printJson} from '../../formats/json/print.js'
import {renderDiffText} from './text.js'
import {PLAIN, type ReportForm} from './text-blocks.js'

/** Forms of the report; `text` is flux's own. */
export const DIFF_FORMATS = ['text', 'unified', 'json', 'github', 'gitlab'] as const
export type DiffFormat = (typeof DIFF_FORMATS)[number]

/** The result of a diff in one of its forms. */
export async function renderDiff(format: DiffFormat, result: DiffResult, options: Partial<ReportForm>): Promise<string> {
  if (format === 'text') return renderDiffText(result.entries, {...PLAIN, ...options})
  if (format === 'unified') return (await import('./unified.js')).renderUnified(result.entries)
  if (format === 'json') return `${printJson((await import('./json.js')).diffData(result), 2)}\n`
  return (await import('./markdown.js')).renderMarkdown(result, format)
}
