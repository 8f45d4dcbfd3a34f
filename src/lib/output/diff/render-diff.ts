import type {DiffResult} from '../../actions/diff/diff-entry.js'
import {renderDiffText} from './text.js'
import {PLAIN, type ReportForm} from './text-blocks.js'

/** Forms of the report; `text` is flux's own. */
export const DIFF_FORMATS = ['text', 'unified', 'json', 'github', 'gitlab'] as const
export type DiffFormat = (typeof DIFF_FORMATS)[number]

/** Characters that a report may have, so that it fits a comment: GitHub takes 65,536, GitLab 1,000,000. */
const LIMITS = {unified: 65_536, json: 65_536, github: 65_536, gitlab: 1_000_000} as const

/** Least limit that leaves room for what is said about the rest. */
export const LEAST_SIZE = 1000

interface RenderOptions extends Partial<ReportForm> {
  /** most characters of all forms but `text`; 0: no limit, undefined: what the form's readers take */
  readonly maxSize?: number | undefined
}

/** The result of a diff in one of its forms. */
export async function renderDiff(format: DiffFormat, result: DiffResult, options: RenderOptions): Promise<string> {
  const {maxSize, ...form} = options
  if (format === 'text') return renderDiffText(result.entries, {...PLAIN, ...form})
  const limit = maxSize === 0 ? Infinity : (maxSize ?? LIMITS[format])
  if (format === 'unified') return (await import('./unified.js')).renderUnified(result.entries, limit)
  if (format === 'json') return (await import('./json.js')).renderDiffJson(result, limit)
  return (await import('./markdown.js')).renderMarkdown(result, format, limit)
}
