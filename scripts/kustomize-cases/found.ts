import {type Case, overlay, widget} from './case.js'

const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules: 1.0\n'
const BINDING =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: b\nsubjects:\n- kind: ServiceAccount\n  name: a\n  namespace: null\n'
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  k: v\n'

/** Spaces, single digits, commas and zones at the edge of what Go takes. */
const DATES = [
  '2001-12-14  21:59:43',
  '2001-1-4   1:5:43,5',
  '2001-12-14t1:2:3Z',
  '2001-12-14T21:59:43+23:59',
  '2001-12-14T21:59:43+05:60',
  '2001-12-14T21:59:43+05:61',
  '2001-12-14T21:59:43-25:00',
  '2001-12-14T21:59:60Z',
  '2001-02-29',
]

/** What random trees and readings have shown to differ once. */
export function cases(): Case[] {
  return [
    overlay('found, malformed reference without a rename', [ROLE], ''),
    overlay('found, malformed reference with a rename', [ROLE, MAP], 'namePrefix: p-\n'),
    overlay('found, subject without namespace', [BINDING], ''),
    overlay('found, mark after document start', [`---\n\ufeff${MAP}`], ''),
    overlay('found, mark at the start', [`\ufeff${MAP}`], ''),
    overlay(
      'found, annotations are text',
      [MAP.replace('name: m', 'name: m\n  annotations: a')],
      'buildMetadata: [originAnnotations]\n',
    ),
    overlay('found, tagged number as prefix', [MAP], 'namePrefix: !!float 3\n'),
    overlay('found, tagged text as prefix', [MAP], 'namePrefix: !!str 3-\n'),
    overlay('found, tagged int in quotes', [MAP], 'namePrefix: !!int "3"\n'),
    overlay(
      'found, tagged bool in quotes',
      [MAP],
      'configMapGenerator:\n- name: g\n  options:\n    disableNameSuffixHash: !!bool "true"\n',
    ),
    overlay('found, tag that does not fit', [MAP], 'namePrefix: !!int x\n'),
    overlay('found, binary prefix', [MAP], 'namePrefix: !!binary cC0=\n'),
    overlay('found, order of another type', [MAP], 'sortOptions: {order: 3}\n'),
    overlay('found, targets of another type', [MAP], 'replacements:\n- source: {kind: ConfigMap}\n  targets: x\n'),
    overlay('found, field with a mark', [MAP], '"\\ufeffa": b\n'),
    overlay('found, merge key as labels', [MAP.replace('name: m', 'name: m\n  labels: <<')], 'labels:\n- pairs: {a: b}\n'),
    overlay(
      'found, validator and infinity',
      [MAP.replace('k: v', 'k: .inf')],
      'validators:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n  metadata: {name: x}\n  labels: {a: b}\n',
    ),
    overlay(
      'found, generator with two matches',
      [MAP, MAP.replace('name: m', 'name: m\n  namespace: n')],
      'namePrefix: p-\nconfigMapGenerator:\n- name: m\n  behavior: merge\n  literals: [a=b]\n',
    ),
    overlay('found, spelling of dates', [widget(DATES.map((date, i) => `  d${i}: ${date}\n`).join(''))], ''),
    overlay('found, texts like dates', [widget(DATES.map((date, i) => `  d${i}: "${date}"\n`).join(''))], ''),
    overlay('found, empty targets', [MAP], 'replacements:\n- source: {kind: ConfigMap}\n  targets: []\n'),
  ]
}
