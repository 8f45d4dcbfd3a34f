import {Patterns} from '../../../formats/regex/regex.js'
import {fromBytes} from '../../gotemplate/go/bytes.js'
import {BYTES, type GoType, mapOf} from '../../gotemplate/go/types.js'
import {Boxed, sortedKeys, strings} from '../../gotemplate/go/value.js'
import type {ChartFile} from '../chart/chart.js'
import {yamlOrEmpty} from '../functions/encoding.js'
import {globPattern} from './glob.js'

type Contents = {[name: string]: Uint8Array}

const EMPTY = new Uint8Array()
const patterns = () => new Patterns()

/** `.Files`: the chart's files that are no templates, with Helm's methods (helm-engine reference 9.3). */
const FILES: GoType = {
  ...mapOf(BYTES),
  name: 'engine.files',
  named: true,
  methods: {
    Get: ['string', (self: Boxed, name: string) => fromBytes(bytesOf(self, name))],
    GetBytes: ['string', (self: Boxed, name: string) => bytesOf(self, name)],
    Lines: ['string', (self: Boxed, name: string) => strings(linesOf(fromBytes(bytesOf(self, name))))],
    Glob: ['string', (self: Boxed, pattern: string) => matching(self, pattern)],
    AsConfig: ['', (self: Boxed) => asMap(self, fromBytes)],
    AsSecrets: ['', (self: Boxed) => asMap(self, (data) => Buffer.from(data).toString('base64'))],
  },
}

export function filesValue(files: readonly ChartFile[]): Boxed {
  return new Boxed(FILES, Object.fromEntries(files.map(({name, data}) => [name, data])))
}

function contents(self: Boxed): Contents {
  return (self.value ?? {}) as Contents
}

function bytesOf(self: Boxed, name: string): Uint8Array {
  const files = contents(self)
  return Object.hasOwn(files, name) ? files[name]! : EMPTY
}

function linesOf(text: string): string[] {
  if (text === '') return []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function matching(self: Boxed, pattern: string): Boxed {
  const compiled = patterns()
  const source = globPattern(pattern) ?? globPattern('**')!
  const found = sortedKeys(contents(self)).filter((name) => compiled.find(source, name))
  return new Boxed(FILES, Object.fromEntries(found.map((name) => [name, contents(self)[name]])))
}

/** YAML of contents by the last part of the name. */
function asMap(self: Boxed, text: (data: Uint8Array) => string): string {
  const map: {[name: string]: string} = {}
  for (const name of sortedKeys(contents(self))) map[name.slice(name.lastIndexOf('/') + 1)] = text(contents(self)[name]!)
  return yamlOrEmpty(map)
}
