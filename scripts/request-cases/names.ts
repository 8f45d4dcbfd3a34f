import type {OwnCase} from '../admission-cases/kit.js'
import {
  apply,
  CORE,
  crd,
  customs,
  get,
  json,
  MAPS,
  merge,
  object,
  of,
  post,
  put,
  SECRETS,
  SERVICES,
  strategic,
  text,
  whole,
} from './steps.js'

/* Keys that every JavaScript object inherits are keys like others. Bodies are text: a literal would set the prototype. */

const GROUP = '"apiVersion":"<ns>.example.com/v1","kind":"Thing",'
const map = (name: string, rest: string) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},${rest}}`

/** An object schema with a property `__proto__`. */
const named = JSON.parse('{"__proto__":{"type":"string","default":"dd"},"constructor":{"type":"integer"}}')
const nested = JSON.parse(
  '{"__proto__":{"type":"object","properties":{"x":{"type":"integer","default":3}}},"toString":{"type":"integer"}}',
)

export const names: readonly OwnCase[] = [
  of(
    'names-config-map',
    'a ConfigMap keeps the key __proto__ through every way to write it',
    post(MAPS, map('a', '"data":{"__proto__":"v","constructor":"v","toString":"v","hasOwnProperty":"v"}')),
    get(`${MAPS}/a`),
    merge(`${MAPS}/a`, '{"data":{"__proto__":"w"}}'),
    strategic(`${MAPS}/a`, '{"data":{"__proto__":"x","constructor":null}}'),
    json(`${MAPS}/a`, '[{"op":"add","path":"/data/__proto__","value":"z"},{"op":"test","path":"/data/__proto__","value":"z"}]'),
    put(`${MAPS}/a`, map('a', '"data":{"__proto__":"q","toString":"z"}')),
    json(`${MAPS}/a`, '[{"op":"remove","path":"/data/__proto__"}]'),
    put(`${MAPS}/a`, map('a', '"data":{"__proto__":"q"},"binaryData":{"valueOf":"AA=="}')),
  ),
  of(
    'names-apply',
    'who owns the key __proto__',
    apply(`${MAPS}/b?fieldManager=one`, map('b', '"data":{"__proto__":"q","toString":"z","constructor":"1"}')),
    apply(`${MAPS}/b?fieldManager=two`, map('b', '"data":{"__proto__":"r"}')),
    apply(`${MAPS}/b?fieldManager=two&force=true`, map('b', '"data":{"__proto__":"r","hasOwnProperty":"x"}')),
    apply(`${MAPS}/b?fieldManager=one`, map('b', '"data":{"toString":"z"}')),
    apply(`${MAPS}/b?fieldManager=two`, map('b', '"data":{}')),
  ),
  of(
    'names-refused',
    'labels, selectors and fields of these names',
    post(MAPS, '{"metadata":{"name":"c","labels":{"__proto__":"x"}}}'),
    post(MAPS, '{"metadata":{"name":"c","annotations":{"__proto__":"x"}}}'),
    post(MAPS, '{"metadata":{"name":"c","labels":{"constructor":"x","toString":"y","hasOwnProperty":"z"}}}'),
    post(
      `${MAPS}?fieldValidation=Strict`,
      '{"metadata":{"name":"d","__proto__":"x","constructor":{}},"__proto__":{"a":"b"},"toString":1}',
    ),
    post(`${MAPS}?fieldValidation=Strict`, '{"metadata":{"name":"d"},"data":{"__proto__":"a","__proto__":"b"}}'),
    post(SECRETS, '{"metadata":{"name":"e"},"data":{"__proto__":"YQ=="},"stringData":{"__proto__":"a","constructor":"b"}}'),
    post(SERVICES, '{"metadata":{"name":"f"},"spec":{"ports":[{"port":80}],"selector":{"__proto__":"b"}}}'),
    post(SERVICES, '{"metadata":{"name":"f"},"spec":{"ports":[{"port":80}],"selector":{"constructor":"a","toString":"b"}}}'),
    post(
      `${CORE}/pods`,
      '{"metadata":{"name":"g"},"spec":{"automountServiceAccountToken":false,"nodeSelector":{"constructor":"x","toString":"y"},"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"constructor","whenUnsatisfiable":"DoNotSchedule","labelSelector":{}}],"containers":[{"name":"constructor","image":"i","env":[{"name":"__proto__","value":"x"}]}]}}',
    ),
  ),
  of(
    'names-custom',
    'properties of a custom resource of these names',
    ...crd(
      'things',
      object({
        ...named,
        m: {type: 'object', additionalProperties: text},
        o: object(nested),
        free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
        l: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['constructor'],
          items: object({constructor: text, v: text}, {required: ['constructor']}),
        },
        n: whole,
      }),
    ),
    post(
      customs('things'),
      `{${GROUP}"metadata":{"name":"a"},"m":{"__proto__":"x","toString":"y"},"o":{"__proto__":{},"constructor":1},"free":{"__proto__":{"a":1},"constructor":2},"l":[{"constructor":"a"}]}`,
    ),
    post(customs('things'), `{${GROUP}"metadata":{"name":"b"},"__proto__":5}`),
    post(`${customs('things')}?fieldValidation=Strict`, `{${GROUP}"metadata":{"name":"b"},"__proto__":"5","toString":5}`),
    apply(
      `${customs('things')}/a?fieldManager=z`,
      `{${GROUP}"metadata":{"name":"a"},"m":{"__proto__":"x","constructor":"q"},"free":{"__proto__":{"a":1},"toString":{"b":2}},"l":[{"constructor":"b","v":"x"}]}`,
    ),
    merge(`${customs('things')}/a`, '{"__proto__":"7","m":{"__proto__":"u"},"free":{"__proto__":null}}'),
  ),
]
