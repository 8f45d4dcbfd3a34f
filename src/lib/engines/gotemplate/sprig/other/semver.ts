import {FluxError} from '../../../../errors/flux-error.js'
import {parseConstraint} from '../../../../formats/semver/constraint.js'
import {compareVersions, formatVersion, parseVersion, type Version} from '../../../../formats/semver/version.js'
import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {toBytes} from '../../go/bytes.js'
import {type GoType, pointerTo, UINT64} from '../../go/types.js'
import {Boxed, type Dict} from '../../go/value.js'

/** @throws GoError in Masterminds' words */
function version(text: string): Version {
  return worded(() => parseVersion(text))
}

function worded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof FluxError) throw new GoError(error.message)
    throw error
  }
}

/** Go's fields, so that verbs without a String method behind them find something to print. */
function fieldsOf({major, minor, patch, pre, metadata, original}: Version): Dict {
  const count = (value: number | bigint) => new Boxed(UINT64, BigInt(value))
  return {major: count(major), minor: count(minor), patch: count(patch), pre, metadata, original}
}

function versionOf(fields: Dict): Version {
  const count = (name: string) => (fields[name] as Boxed).value as bigint
  const {pre, metadata, original} = fields as {pre: string; metadata: string; original: string}
  return {major: count('major'), minor: count('minor'), patch: count('patch'), pre, metadata, original}
}

/** The version in a value or in what a pointer points to. */
function inside(value: Boxed): Version {
  return versionOf((value.type.kind === 'ptr' ? (value.value as Boxed).value : value.value) as Dict)
}

const number = (pick: (version: Version) => number | bigint) =>
  ['', (value: Boxed) => new Boxed(UINT64, BigInt(pick(inside(value))))] as const
const text = (pick: (version: Version) => string) => ['', (value: Boxed) => pick(inside(value))] as const
const compare = (test: (order: number) => boolean) =>
  ['version', (left: Boxed, right: Boxed) => test(compareVersions(inside(left), inside(right)))] as const

/** A version that was counted up is a value of its own; a prerelease only loses its suffix. */
const increment = (step: (version: Version) => Pick<Version, 'major' | 'minor' | 'patch'>) =>
  [
    '',
    (value: Boxed) => {
      const raised = {...step(inside(value)), pre: '', metadata: ''}
      const prefix = inside(value).original.startsWith('v') ? 'v' : ''
      return new Boxed(VERSION, fieldsOf({...raised, original: prefix + formatVersion({...raised, original: ''})}))
    },
  ] as const

/** @throws GoError for a suffix that no version has */
function changed(before: Version, change: Partial<Version>): Boxed {
  const next = {...before, ...change}
  for (const suffix of [change.pre, change.metadata]) {
    if (suffix !== undefined && suffix !== '' && !SUFFIX.test(suffix))
      throw new GoError(BAD_SUFFIX[change.pre === undefined ? 1 : 0]!)
  }
  if (/(?:^|\.)0\d+(?:\.|$)/.test(change.pre ?? '')) throw new GoError('version segment starts with 0')
  const prefix = before.original.startsWith('v') ? 'v' : ''
  return new Boxed(VERSION, fieldsOf({...next, original: prefix + formatVersion({...next, original: ''})}))
}

const SUFFIX = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/
const BAD_SUFFIX = ['invalid prerelease string', 'invalid metadata string']

function plus(value: number | bigint): bigint {
  return BigInt(value) + 1n
}

export const VERSION: GoType = {
  name: 'semver.Version',
  kind: 'struct',
  fields: ['major', 'minor', 'patch', 'pre', 'metadata', 'original'],
  text: (fields: Dict) => formatVersion(versionOf(fields)),
  blank: fieldsOf({major: 0, minor: 0, patch: 0, pre: '', metadata: '', original: ''}),
  json: (fields: Dict) => JSON.stringify(formatVersion(versionOf(fields))),
  methods: {
    Major: number(({major}) => major),
    Minor: number(({minor}) => minor),
    Patch: number(({patch}) => patch),
    Prerelease: text(({pre}) => pre),
    Metadata: text(({metadata}) => metadata),
    Original: text(({original}) => original),
    String: text(formatVersion),
    Value: text(formatVersion),
    MarshalText: ['', (value: Boxed) => toBytes(formatVersion(inside(value)))],
    MarshalJSON: ['', (value: Boxed) => toBytes(JSON.stringify(formatVersion(inside(value))))],
    Compare: ['version', (left: Boxed, right: Boxed) => BigInt(Math.sign(compareVersions(inside(left), inside(right))))],
    Equal: compare((order) => order === 0),
    LessThan: compare((order) => order < 0),
    LessThanEqual: compare((order) => order <= 0),
    GreaterThan: compare((order) => order > 0),
    GreaterThanEqual: compare((order) => order >= 0),
    SetMetadata: ['string', (value: Boxed, metadata: string) => changed(inside(value), {metadata})],
    SetPrerelease: ['string', (value: Boxed, pre: string) => changed(inside(value), {pre})],
    IncMajor: increment(({major}) => ({major: plus(major), minor: 0, patch: 0})),
    IncMinor: increment(({major, minor}) => ({major, minor: plus(minor), patch: 0})),
    IncPatch: increment(({major, minor, patch, pre}) => ({major, minor, patch: pre === '' ? plus(patch) : patch})),
  },
}
const POINTER = pointerTo(VERSION)

export const SEMVER_FUNCTIONS: Functions = {
  semver: ['string', (input: string) => new Boxed(POINTER, new Boxed(VERSION, fieldsOf(version(input))))],
  semverCompare: [
    'string string',
    (constraint: string, input: string) => {
      const range = worded(() => parseConstraint(constraint))
      return range.check(version(input))
    },
  ],
}
