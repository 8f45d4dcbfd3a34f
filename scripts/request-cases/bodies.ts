import type {Json} from '../../test/conformance/case.js'
import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {apply, cm, DEPLOYS, del, deploy, json, MAPS, merge, of, post, put, SECRETS, SERVICES, strategic, svc} from './steps.js'

/** A body that is text, of a content type. */
const typed = (step: OwnStep, contentType: string): OwnStep => ({...(step as Exclude<OwnStep, {sleep: number}>), contentType})
const yaml = (step: OwnStep): OwnStep => typed(step, 'application/yaml')
const text = (value: Json): string => JSON.stringify(value)
const map = text(cm('a'))
const DRY = `${MAPS}?dryRun=All`
const KEPT = cm('kept', {a: '1'}, {finalizers: ['example.com/stay']})

/** Bodies that the server's YAML reader ends, begins or refuses where another one would not. */
const documents: readonly string[] = [
  '',
  '# nothing',
  '---',
  'null',
  '---\n---\n',
  `${map} x`,
  `${map}{"a":1}`,
  `${map}\n}`,
  `${map} # x`,
  `${map}\n---\n}{`,
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n}{',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n...\n}{',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx',
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","annotations":{"e":"\\ud83d\\ude00"}}}',
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","annotations":{"e":"\\ud800"}}}',
  "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a','annotations':{'a':'}'}}} {",
  '[]',
  '"x"',
  'x',
  '5',
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"x"},"data":{"b":"y"}}',
]

const readings = (body: string): readonly OwnStep[] => [
  yaml(post(DRY, body)),
  apply(`${MAPS}/a?dryRun=All&fieldManager=me`, body),
  apply(`${MAPS}/a?dryRun=All&fieldManager=me&fieldValidation=Strict`, body),
  post(DRY, body),
  merge(`${MAPS}/kept?dryRun=All`, body),
  strategic(`${MAPS}/kept?dryRun=All`, body),
  json(`${MAPS}/kept?dryRun=All`, body),
  del(`${MAPS}/kept?dryRun=All`, body),
  yaml(del(`${MAPS}/kept?dryRun=All`, body)),
]

const webWith = (replicas: string, containers = '[{"name":"a","image":"i"}]') =>
  text(deploy('web')).replace('"spec":{', `"spec":{"replicas":${replicas},`).replace('[{"name":"a","image":"i"}]', containers)
const again = (containers: string) => post(`${DEPLOYS}?dryRun=All`, webWith('1', containers))

const numbers = (number: string): readonly OwnStep[] => [
  post(`${DEPLOYS}?dryRun=All`, webWith(number)),
  post(
    `${DEPLOYS}?dryRun=All`,
    webWith('1').replace('"replicas"', `"strategy":{"rollingUpdate":{"maxSurge":${number}}},"replicas"`),
  ),
  merge(`${DEPLOYS}/d?dryRun=All`, `{"spec":{"replicas":${number}}}`),
  json(`${DEPLOYS}/d?dryRun=All`, `[{"op":"replace","path":"/spec/replicas","value":${number}}]`),
  merge(`${DEPLOYS}/d/scale?dryRun=All`, `{"spec":{"replicas":${number}}}`),
  put(
    `${DEPLOYS}/d/scale?dryRun=All`,
    `{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":${number}}}`,
  ),
  del(`${DEPLOYS}/d?dryRun=All`, `{"gracePeriodSeconds":${number},"dryRun":["All"]}`),
]

const amountBody = (kind: string, spec: string) => `{"apiVersion":"v1","kind":"${kind}","metadata":{"name":"x"},"spec":${spec}}`
const CORE_DRY = (plural: string) => MAPS.replace('configmaps', `${plural}?dryRun=All`)
const amounts = (amount: string): readonly OwnStep[] => [
  post(CORE_DRY('limitranges'), amountBody('LimitRange', `{"limits":[{"type":"Container","default":{"cpu":${amount}}}]}`)),
  post(CORE_DRY('resourcequotas'), amountBody('ResourceQuota', `{"hard":{"cpu":${amount},"pods":${amount}}}`)),
  post(
    CORE_DRY('persistentvolumeclaims'),
    amountBody('PersistentVolumeClaim', `{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":${amount}}}}`),
  ),
]

/** How bodies are read: JSON, YAML, patches, options; numbers by their text. */
export const bodies: readonly OwnCase[] = [
  of(
    'documents',
    'Bodies that end early, are empty or hold odd escapes, in every content type.',
    post(MAPS, KEPT),
    ...documents.map(readings),
  ),
  of(
    'fields-again',
    'Fields that come twice fill what is there already.',
    again('[{"name":"c","image":"i"}],"containers":[{"name":"d"}]'),
    again('[{"name":"c","image":"i"},{"name":"e","image":"j"}],"containers":[{"name":"d"}]'),
    again('[{"name":"c","image":"i"}],"containers":null'),
    again('[{"name":"c","image":"i"}],"hostNetwork":true,"hostNetwork":null'),
    again('[{"name":"c","image":"i","resources":{"limits":{"cpu":"1"}},"resources":{"requests":{"cpu":"1"}}}]'),
    again('[{"name":"c","image":"i","command":["a","b"],"command":["c"]}]'),
  ),
  of(
    'numbers',
    'Numbers that are no integers to Go, wherever one is wanted.',
    post(DEPLOYS, deploy('d', {replicas: 0})),
    ...['1.0', '1e2', '3.5', '1E0', '10e-1', '99999999999999999999', '1e400'].map(numbers),
    strategic(`${DEPLOYS}/d?dryRun=All`, '{"spec":{"replicas":1e2}}'),
    apply(`${DEPLOYS}/web?dryRun=All&fieldManager=me`, webWith('1.0')),
  ),
  of(
    'patched-kinds',
    'Patches that are nothing, and those that name another kind.',
    post(DEPLOYS, deploy('d', {replicas: 0})),
    ...[
      'null',
      '{"kind":"Foo"}',
      '{"apiVersion":"v1"}',
      '{"kind":"Foo","spec":{"replicas":4}}',
      '{"kind":1}',
      '{"kind":null}',
    ].map((body) => [
      strategic(`${DEPLOYS}/d?dryRun=All`, body),
      merge(`${DEPLOYS}/d?dryRun=All`, body),
      strategic(`${DEPLOYS}/d/status?dryRun=All`, body),
      strategic(`${DEPLOYS}/d/scale?dryRun=All`, body),
      merge(`${DEPLOYS}/d/scale?dryRun=All`, body),
    ]),
    ...['null', '[]', '{}', '[null]', '5'].map((body) => json(`${DEPLOYS}/d?dryRun=All`, body)),
  ),
  of(
    'amounts',
    'Amounts that are finer than thousandths, huge, or no strings.',
    ...[
      '"0.5m"',
      '"1n"',
      '"1u"',
      '"1.0000000001"',
      '1e3',
      '"1e3"',
      '"1e100"',
      '"1Ei"',
      '"123456789012345678901234567890"',
      '1.10',
    ].map(amounts),
  ),
  of(
    'patched-texts',
    'How what was patched is shown, and which fault is the first.',
    post(DEPLOYS, deploy('d', {replicas: 0})),
    post(SERVICES, svc('s')),
    post(SECRETS, {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'k'}}),
    merge(
      `${DEPLOYS}/d?dryRun=All`,
      '{"spec":{"template":{"spec":{"containers":[{"name":"a","image":5,"env":[{"value":"x","name":"y"}]}]}}}}',
    ),
    merge(`${DEPLOYS}/d?dryRun=All`, '{"spec":{"strategy":5,"replicas":"x"}}'),
    json(
      `${DEPLOYS}/d?dryRun=All`,
      '[{"op":"add","path":"/spec/strategy","value":5},{"op":"add","path":"/spec/replicas","value":"x"}]',
    ),
    strategic(`${SERVICES}/s?dryRun=All`, '{"spec":{"sessionAffinity":5}}'),
    strategic(`${SERVICES}/s?dryRun=All`, '{"spec":{"ports":[{"port":80,"targetPort":[]}]}}'),
    strategic(`${SECRETS}/k?dryRun=All`, '{"data":{"a":"c"}}'),
    strategic(`${SECRETS}/k?dryRun=All`, '{"metadata":{"creationTimestamp":5}}'),
  ),
  of(
    'unread-types',
    'Content types that nobody reads.',
    ...[
      'application/cbor',
      'application/apply-patch+cbor',
      'application/cbor-seq',
      'application/vnd.kubernetes.protobuf',
    ].flatMap((type) => [
      typed(post(DRY, '{}'), type),
      typed(put(`${MAPS}/zz?dryRun=All`, '{}'), type),
      typed(merge(`${MAPS}/zz?dryRun=All`, '{}'), type),
      typed(del(`${MAPS}/zz`, '{}'), type),
    ]),
    post(DRY, {apiVersion: 'v1', kind: 'Status'}),
    post(DRY, {apiVersion: 'v1', kind: 'DeleteOptions'}),
    post(DRY, {apiVersion: 'apps/v1', kind: 'ListOptions'}),
    post(DRY, `\ufeff${map}`),
  ),
  of(
    'large-numbers',
    'Numbers beyond their field in applies and strategic merges: cut to its size, as Go converts them.',
    post(MAPS, cm('n')),
    post(DEPLOYS, deploy('n')),
    post(SERVICES, svc('n')),
    ...[
      '2147483648',
      '4294967297',
      '-2147483649',
      '9223372036854775807',
      '9223372036854775808',
      '18446744073709551616',
      '1e30',
      '1e400',
      '1.5',
    ].flatMap((number) => [
      apply(
        `${DEPLOYS}/new?dryRun=All&fieldManager=me`,
        `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"new"},"spec":{"replicas":${number},"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}]}}}}`,
      ),
      apply(
        `${SERVICES}/new?dryRun=All&fieldManager=me`,
        `{"apiVersion":"v1","kind":"Service","metadata":{"name":"new"},"spec":{"ports":[{"port":${number}}]}}`,
      ),
      apply(
        `${SERVICES}/new?dryRun=All&fieldManager=me`,
        `{"apiVersion":"v1","kind":"Service","metadata":{"name":"new"},"spec":{"ports":[{"port":80,"name":${number}}]}}`,
      ),
      apply(
        `${DEPLOYS}/new?dryRun=All&fieldManager=me`,
        `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"new"},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":${number},"image":"i"}]}}}}`,
      ),
      apply(
        `${MAPS}/new?dryRun=All&fieldManager=me`,
        `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new","generation":${number}}}`,
      ),
      strategic(`${DEPLOYS}/n?dryRun=All`, `{"spec":{"replicas":${number}}}`),
      strategic(`${DEPLOYS}/n?dryRun=All`, `{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":${number}}}}}`),
      strategic(`${MAPS}/n?dryRun=All`, `{"metadata":{"generation":${number}}}`),
    ]),
    strategic(`${MAPS}/n?dryRun=All`, '{"binaryData":5,"data":{"a":"\\u0000\\u200b<"}}'),
  ),
]
