import type {RE2JS} from 're2js'
import {messageOf} from '../../../../errors/flux-error.js'
import {groupsNamed} from '../../../../formats/regex/group-names.js'
import type {Frame} from '../../compile/frame.js'
import {GoError} from '../../error.js'
import {canBackquote, quote} from '../../fmt/quote.js'
import type {Functions} from '../../functions.js'
import {STRINGS} from '../../go/types.js'
import {Boxed, strings} from '../../go/value.js'

/** One match: where it stands, and its groups. */
interface Match {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | null)[]
}

/** @throws GoError with the complaint of Go's regexp package */
function compile(frame: Frame, pattern: string): RE2JS {
  try {
    return frame.run.engine.patterns.compile(pattern)
  } catch (error) {
    throw new GoError(messageOf(error))
  }
}

/** As regexp.MustCompile panics. */
function mustCompile(frame: Frame, pattern: string): RE2JS {
  try {
    return compile(frame, pattern)
  } catch (error) {
    const shown = canBackquote(pattern) ? `\`${pattern}\`` : quote(pattern)
    throw new GoError(`regexp: Compile(${shown}): ${messageOf(error)}`)
  }
}

/** At most `count` matches, all when negative; an empty one right after another match does not count. */
function matches(regex: RE2JS, text: string, count: number): Match[] {
  const matcher = regex.matcher(text)
  const found: Match[] = []
  let at = 0
  let last = -1
  while (at <= text.length && (count < 0 || found.length < count) && matcher.find(at)) {
    const start = matcher.start()
    const end = matcher.end()
    if (start !== end || start !== last) {
      const groups = Array.from({length: matcher.groupCount() + 1}, (_, group) => matcher.group(group))
      found.push({start, end, groups})
    }
    last = end
    at = end > start ? end : end + charLength(text, end)
  }
  return found
}

function charLength(text: string, at: number): number {
  const code = text.codePointAt(at)
  return code !== undefined && code > 0xffff ? 2 : 1
}

function findAll(regex: RE2JS, text: string, count: number): Boxed {
  const found = matches(regex, text, count)
  return found.length === 0 ? new Boxed(STRINGS, null) : strings(found.map(({groups}) => groups[0] ?? ''))
}

function find(regex: RE2JS, text: string): string {
  return matches(regex, text, 1)[0]?.groups[0] ?? ''
}

function replaceAll(regex: RE2JS, text: string, replacement: (match: Match) => string): string {
  let out = ''
  let at = 0
  for (const match of matches(regex, text, -1)) {
    out += text.slice(at, match.start) + replacement(match)
    at = match.end
  }
  return out + text.slice(at)
}

/** `$1`, `${1}`, `$name`, `$$`; a name that no group has is empty. */
function expand(regex: RE2JS, template: string, {groups}: Match): string {
  const names = regex.namedGroups() as Record<string, number>
  return template.replaceAll(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare
    if (whole === '$$' || name === undefined) return '$'
    if (/^\d+$/.test(name)) return groups[Number(name)] ?? ''
    // of several groups of one name the first one that took part
    const index = groupsNamed(names, name).find((each) => groups[each] !== null)
    return index === undefined ? '' : (groups[index] ?? '')
  })
}

function split(regex: RE2JS, pattern: string, text: string, count: number): Boxed {
  if (count === 0) return new Boxed(STRINGS, null)
  if (pattern !== '' && text === '') return strings([''])
  const parts: string[] = []
  let begin = 0
  let end = 0
  for (const match of matches(regex, text, count)) {
    if (count > 0 && parts.length === count - 1) break
    end = match.start
    if (match.end !== 0) parts.push(text.slice(begin, end))
    begin = match.end
  }
  if (end !== text.length) parts.push(text.slice(begin))
  return strings(parts)
}

function quoteMeta(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

type Compile = (frame: Frame, pattern: string) => RE2JS

const findAllWith = (compiled: Compile) => (frame: Frame, pattern: string, text: string, count: number) =>
  findAll(compiled(frame, pattern), text, count)
const findWith = (compiled: Compile) => (frame: Frame, pattern: string, text: string) => find(compiled(frame, pattern), text)
const replaceWith = (compiled: Compile) => (frame: Frame, pattern: string, text: string, template: string) => {
  const regex = compiled(frame, pattern)
  return replaceAll(regex, text, (match) => expand(regex, template, match))
}
const literalWith = (compiled: Compile) => (frame: Frame, pattern: string, text: string, replacement: string) =>
  replaceAll(compiled(frame, pattern), text, () => replacement)
const splitWith = (compiled: Compile) => (frame: Frame, pattern: string, text: string, count: number) =>
  split(compiled(frame, pattern), pattern, text, count)

export const REGEX_FUNCTIONS: Functions = {
  regexMatch: ['@ string string', (frame: Frame, pattern: string, text: string) => frame.run.engine.patterns.find(pattern, text)],
  mustRegexMatch: [
    '@ string string',
    (frame: Frame, pattern: string, text: string) => compile(frame, pattern).matcher(text).find(),
  ],
  regexFindAll: ['@ string string int', findAllWith(mustCompile)],
  mustRegexFindAll: ['@ string string int', findAllWith(compile)],
  regexFind: ['@ string string', findWith(mustCompile)],
  mustRegexFind: ['@ string string', findWith(compile)],
  regexReplaceAll: ['@ string string string', replaceWith(mustCompile)],
  mustRegexReplaceAll: ['@ string string string', replaceWith(compile)],
  regexReplaceAllLiteral: ['@ string string string', literalWith(mustCompile)],
  mustRegexReplaceAllLiteral: ['@ string string string', literalWith(compile)],
  regexSplit: ['@ string string int', splitWith(mustCompile)],
  mustRegexSplit: ['@ string string int', splitWith(compile)],
  regexQuoteMeta: ['string', quoteMeta],
}
