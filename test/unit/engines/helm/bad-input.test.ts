import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {
  type Chart,
  loadArchive,
  offlineCapabilities,
  schemaChecker,
  type TemplateOptions,
  templateChart,
} from '../../../../src/lib/engines/helm/index.js'
import {LimitExceeded, messageOf} from '../../../../src/lib/errors/flux-error.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const bytes = (text: string) => new TextEncoder().encode(text)

function chart(templates: Record<string, string>, more: Partial<Chart> = {}): Chart {
  return {
    metadata: {apiVersion: 'v2', name: 'chart', version: '1.0.0'},
    ...{lock: undefined, values: {}, rawValues: undefined, schema: undefined, files: [], dependencies: []},
    templates: Object.entries(templates).map(([name, text]) => ({name: `templates/${name}`, data: bytes(text)})),
    ...more,
  }
}

function render(given: Chart, values: JsonObject = {}, options: Partial<TemplateOptions> = {}): string {
  return templateChart(given, values, {
    release: {name: 'rel', namespace: 'default', revision: 1, isUpgrade: false},
    capabilities: offlineCapabilities(),
    environment: {now: () => 0, random: systemRandom},
    lookup: () => ({}),
    ...options,
  }).manifest
}

function fault(...args: Parameters<typeof render>): string {
  try {
    return render(...args)
  } catch (error) {
    return messageOf(error)
  }
}

/** One entry of a tar whose content is zeros. */
function zeros(name: string, size: number): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('        ', 148)
  header.write('0ustar\0', 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, Buffer.alloc(Math.ceil(size / 512) * 512)])
}

describe('bad input', () => {
  it('names the key that is missing when that counts', () => {
    const one = chart({'a.yaml': 'a: 1\nb: {{ .Values.image.tag }}\n'})
    expect(fault(one, {image: {}}, {strict: true})).toBe(
      'chart/templates/a.yaml:2:13\n  executing "chart/templates/a.yaml" at <.Values.image.tag>:\n    map has no entry for key "tag"',
    )
    expect(fault(one)).toContain('nil pointer evaluating interface {}.tag')
  })

  it('says where a template is broken', () => {
    expect(fault(chart({'a.yaml': 'a: 1\nb: {{ if }}\n'}))).toBe(
      'parse error at (chart/templates/a.yaml:2): missing value for if',
    )
    expect(fault(chart({'a.yaml': '{{ nope 1 }}'}))).toContain('function "nope" not defined')
  })

  it('lists every violation of the schema', async () => {
    const schema = {required: ['a', 'b'], properties: {c: {type: 'integer'}, d: {properties: {e: {enum: [1, 2]}}}}}
    const one = chart({'a.yaml': 'a: 1\n'}, {schema: bytes(JSON.stringify(schema))})
    expect(fault(one, {c: 'x', d: {e: 3}}, {schemas: await schemaChecker(one)})).toBe(
      [
        "values don't meet the specifications of the schema(s) in the following chart(s):",
        ...['chart:', "- at '': missing properties 'a', 'b'", "- at '/c': got string, want integer"],
        "- at '/d/e': value must be one of 1, 2",
      ].join('\n'),
    )
  })

  it('names dependencies that are missing', () => {
    const metadata = {apiVersion: 'v2', name: 'chart', version: '1.0.0', dependencies: [{name: 'x'}, {name: 'y'}]}
    expect(fault(chart({}, {metadata}))).toMatch(/found in Chart.yaml, but missing in charts\/ directory: x, y$/)
  })

  it('ends endless recursion', () => {
    expect(fault(chart({'a.yaml': '{{ define "f" }}{{ include "f" . }}{{ end }}{{ include "f" . }}'}))).toContain(
      'rendering template has a nested reference name: f: unable to execute template',
    )
    const tpl = chart({'a.yaml': 'a: b\n{{ tpl .Values.t . }}'})
    expect(fault(tpl, {t: '{{ tpl .Values.t . }}'})).toMatch(
      /^chart\/templates\/a\.yaml:2:\d+ \(gotpl:1:\d+\): the templates nest too deep$/,
    )
    expect(fault(tpl, {t: '\n{{ range 100000000 }}x{{ end }}'})).toMatch(
      /^chart\/templates\/a\.yaml:2:\d+ \(gotpl:2:\d+\): the templates take more than/,
    )
    const template = '{{ define "f" }}{{ template "f" . }}{{ end }}{{ template "f" . }}'
    expect(fault(chart({'a.yaml': template}))).toMatch(/exceeded maximum template depth|nest too deep/)
  })

  it('counts steps and bytes, and says where', () => {
    const loop = chart({'a.yaml': 'a: 1\nb: {{ range $i, $_ := until 10000000 }}{{ $i }}{{ end }}'})
    expect(() => render(loop)).toThrow(LimitExceeded)
    expect(fault(loop)).toMatch(/^chart\/templates\/a\.yaml:2:\d+: the templates take more than \d+ steps$/)
    const below = chart({
      'a.yaml': '{{ include "f" . }}',
      '_h.tpl': '\n{{ define "f" }}\n{{ range 100000000 }}x{{ end }}{{ end }}',
    })
    expect(fault(below)).toMatch(/^chart\/templates\/_h\.tpl:3:\d+: the templates take more than/)
    const text = chart({'a.yaml': '{{ range until 100 }}{{ repeat 5000000 "x" }}{{ end }}'})
    expect(() => render(text)).toThrow(LimitExceeded)
    expect(fault(text)).toMatch(/^chart\/templates\/a\.yaml:1:\d+: the templates make more than/)
    const one = chart({'a.yaml': '\n\na: {{ repeat 1000000000 "x" }}'})
    expect(fault(one)).toMatch(/^chart\/templates\/a\.yaml:3:\d+: a function makes more than/)
  })

  it('refuses archives that are none, and bombs', () => {
    expect(() => loadArchive(bytes('no archive'))).toThrow('gzip: invalid header')
    expect(() => loadArchive(gzipSync(bytes('no tar, and short')))).toThrow()
    const bomb = gzipSync(Buffer.concat([zeros('c/a', 60 << 20), zeros('c/b', 60 << 20), Buffer.alloc(1024)]))
    expect(bomb.length).toBeLessThan(200_000)
    expect(() => loadArchive(bomb)).toThrow(LimitExceeded)
  })

  it('lets no path lead out of the chart', () => {
    const hostile = gzipSync(Buffer.concat([zeros('c/../../x', 0), Buffer.alloc(1024)]))
    expect(() => loadArchive(hostile)).toThrow('chart illegally references parent directory')
  })
})
