import type {DiffEntry, DiffResult} from '../../actions/diff/diff-entry.js'
import {plural} from './text-change.js'
import {flatEntries, unifiedEntry} from './unified.js'

/** What the summary may take of a comment. */
const MOST_LISTED = 200

const SIGNS: Readonly<Record<string, string>> = {created: '+', drifted: '~', deleted: '-', skipped: '·', remote: '·'}
const WORDS: Readonly<Record<string, string>> = {
  created: 'to create',
  drifted: 'to change',
  deleted: 'to delete',
  skipped: 'skipped',
  remote: 'on a remote cluster',
}

/** The result as a comment of a pull or merge request, never longer than `limit` characters. */
export function renderMarkdown(result: DiffResult, site: 'github' | 'gitlab', limit: number): string {
  const entries = flatEntries(result.entries)
  const head = `${[`### Flux diff: ${result.subject}`, '', summary(entries, result.errors.length), ...errorLines(result.errors)].join('\n')}\n`
  const list = entries.slice(0, MOST_LISTED).map((entry) => `${SIGNS[entry.action]} ${entry.subject} ${entry.action}\n`)
  const rest = entries.length - list.length
  const listed = rest > 0 ? [...list, `… and ${rest} more\n`] : list
  let text = entries.length === 0 ? head : `${head}\n\`\`\`diff\n${listed.join('')}\`\`\`\n`
  if (text.length > limit) return `${text.slice(0, limit - 40)}\n\`\`\`\n… cut: too long\n`
  const withContent = entries.filter(({action}) => action === 'drifted' || action === 'created' || action === 'deleted')
  let left = withContent.length
  // room for the line that says what is left out
  const room = limit - 100
  for (const entry of withContent) {
    const details = detailsOf(entry, site)
    if (text.length + details.length > room) continue
    text += details
    left--
  }
  return left === 0 ? text : `${text}\n_${plural(left, 'diff is', 'diffs are')} left out: the comment would be too long._\n`
}

function summary(entries: readonly DiffEntry[], failed: number): string {
  const counts = Object.keys(WORDS)
    .map((action): [number, string | undefined] => [entries.filter((entry) => entry.action === action).length, WORDS[action]])
    .filter(([count]) => count > 0)
  if (failed > 0) counts.push([failed, 'not compared'])
  return counts.length === 0 ? 'No changes.' : counts.map(([count, words]) => `**${count}** ${words}`).join(', ')
}

function errorLines(errors: readonly string[]): string[] {
  return errors.length === 0 ? [] : ['', 'Not compared:', ...errors.map((error) => `- ${error.replaceAll('\n', ' ')}`)]
}

function detailsOf(entry: DiffEntry, site: 'github' | 'gitlab'): string {
  const diff = unifiedEntry(entry)
  const fence = '`'.repeat(Math.max(3, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  const title = `${entry.subject} ${entry.action}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const summaryTag = site === 'github' ? `<code>${title}</code>` : title
  return `\n<details>\n<summary>${summaryTag}</summary>\n\n${fence}diff\n${diff}${fence}\n\n</details>\n`
}
