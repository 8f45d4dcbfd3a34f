import {describe, expect, it} from 'vitest'
import {readYamlMap} from '../../../../../src/lib/engines/helm/go-yaml/read-yaml.js'
import {hookOf} from '../../../../../src/lib/engines/helm/output/hook.js'
import {plainKind} from '../../../../../src/lib/engines/helm/output/plain-manifest.js'
import {documentsOf, sortManifests} from '../../../../../src/lib/engines/helm/output/sort-manifests.js'

const DEPLOYMENT = `# of the chart
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-1
  labels:
    app.kubernetes.io/name: web
    version: "1.0"
  annotations:
    checksum/env: 8f24
    note: 'as it is'
    none: 5
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: main
          image: "ghcr.io/acme/app:1.0"
          command: ["sh", '-c', run]
          args:
          - -v
          - http://host:80/x

          env: []
        - name: side
          script: |-
            first

              # second: [
            \\ "third"
          resources: {}
      matrix:
        - - a
          - b: 1
            c:
              - d
        - |
          text
      empty:
      tolerations:
        - key: a
`

const HEAD = 'kind: A\nmetadata:\n  name: a\n'

/** Texts that must be read, for their faults or for what they say. */
const READ: Readonly<Record<string, string>> = {
  'a hook': `${HEAD}  annotations:\n    helm.sh/hook: test\n`,
  'a hook in quotes': `${HEAD}  annotations:\n    "helm.sh/hook": test\n`,
  'annotations in a line': `${HEAD}  annotations: {helm.sh/hook: test}\n`,
  'an annotation that is a list': `${HEAD}  annotations:\n    a: [b]\n`,
  'an annotation that is a map': `${HEAD}  annotations:\n    a:\n      b: c\n`,
  'annotations that are a list': `${HEAD}  annotations:\n    - a\n`,
  'annotations in other letters': `${HEAD}  Annotations:\n    - a\n`,
  'a name that is a map': 'kind: A\nmetadata:\n  name:\n    a: b\n',
  'metadata that are text': 'kind: A\nmetadata: a\n',
  'metadata that are a list': 'kind: A\nmetadata:\n- a\n',
  'a kind that is a number': 'kind: 1\n',
  'a kind that is a word of YAML': 'kind: yes\n',
  'a kind in other letters': 'Kind: A\n',
  'an apiVersion that is a list': 'apiVersion: []\nkind: A\n',
  'an apiVersion of several lines': 'kind: A\napiVersion: |\n  v1\n',
  'text in a second line': `${HEAD}spec: a\n  b\n`,
  'a key that stands too far right': `${HEAD}spec:\n  a: b\n   c: d\n`,
  'a key that stands between': `${HEAD}spec:\n    a: b\n  c: d\n`,
  'an element among keys': `${HEAD}spec:\n  a: b\n  - c\n`,
  'a key among elements': `${HEAD}spec:\n  - c\n  a: b\n`,
  'an element that stands too far right': `${HEAD}spec:\n  - c\n   - d\n`,
  'a colon within': `${HEAD}spec: a: b\n`,
  'a quote that goes on': `${HEAD}spec: "a\n  b"\n`,
  'an escape': `${HEAD}spec: "a\\q"\n`,
  'something after a quote': `${HEAD}spec: "a" b\n`,
  'a tab': `${HEAD}spec:\ta\n`,
  'a tab before a text': `${HEAD}spec: |\n\ta\n`,
  'an alias': `${HEAD}spec: *a\n`,
  'an anchor': `${HEAD}spec: &a b\n`,
  'a merge': `${HEAD}spec:\n  <<: a\n`,
  'no number': `${HEAD}spec: .inf\n`,
  'a key that is null': `${HEAD}null: a\n`,
  'a text that stands alone': `${HEAD}spec:\n  |\n  a\n`,
  'a text after spaces': `${HEAD}spec: |\n      \n   a\n`,
  'a line of its own': `${HEAD}spec\n`,
  'another document': `${HEAD}---\na: b\n`,
  'an end': `${HEAD}...\n`,
  'other letters': `${HEAD}spec: ü\n`,
  nothing: '\n',
  'comments only': '# a\n',
  'a list': '- a\n',
  'spaces in front': ' kind: A\n',
}

/** What reading a document comes to. */
function readKind(text: string): string | undefined {
  try {
    const found = hookOf(readYamlMap(text, 'x'), 'p', text)
    return found.type === 'manifest' ? found.kind : undefined
  } catch {
    return undefined
  }
}

describe('plainKind', () => {
  it('tells the kind of a manifest as charts make them', () => {
    expect(plainKind(DEPLOYMENT)).toBe('Deployment')
    expect(plainKind('a: b\n')).toBe('')
  })

  it.each(Object.entries(READ))('leaves %s to be read', (_, text) => {
    expect(plainKind(text)).toBeUndefined()
  })

  it('says nothing else than reading does of lines that are left out, moved or doubled', () => {
    const lines = DEPLOYMENT.split('\n').slice(0, -1)
    const texts = lines.flatMap((line, at) => {
      const changed = [
        [],
        [line, line],
        [` ${line}`],
        [line.replace(/^ {2}/, '')],
        [line.replace(':', '')],
        [`${line}:`],
        [`- ${line}`],
      ]
      const others = lines.map((other) => [other, line])
      return [...changed, ...others].map((now) => [...lines.slice(0, at), ...now, ...lines.slice(at + 1), ''].join('\n'))
    })
    const plain = texts.filter((text) => plainKind(text) !== undefined)
    expect(plain.length).toBeGreaterThan(texts.length / 5)
    expect(plain.map(plainKind)).toEqual(plain.map(readKind))
  })
})

describe('documentsOf', () => {
  it('reads a plain manifest when it is asked for its object', () => {
    const {manifests} = sortManifests(
      documentsOf(new Map([['c/templates/a.yaml', DEPLOYMENT]]), () => {}),
      () => {},
    )
    expect(manifests).toHaveLength(1)
    expect(manifests[0]!.kind).toBe('Deployment')
    expect(manifests[0]!.object).toEqual(readYamlMap(DEPLOYMENT, 'x'))
    expect(manifests[0]!.object).toBe(manifests[0]!.object)
  })
})
