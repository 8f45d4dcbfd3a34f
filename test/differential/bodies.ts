import fc from 'fast-check'

/* Bodies of the objects that the differential test of server-side apply plays with: small alphabets, so that writes meet. */

export type Json = null | boolean | number | string | Json[] | {[key: string]: Json}
export type Body = {[key: string]: Json}

export interface Kind {
  readonly name: string
  readonly path: string
  readonly apiVersion: string
  readonly kind: string
  readonly custom: boolean
  /** has replicas to scale */
  readonly scale: boolean
  /** bodies of its status */
  readonly status?: fc.Arbitrary<Body>
  /** partial bodies without apiVersion, kind and name */
  readonly body: fc.Arbitrary<Body>
  /** bodies that the server accepts on create most of the time */
  readonly whole: fc.Arbitrary<Body>
}

export const word = fc.constantFrom('a', 'b', 'c')
export const text = fc.constantFrom('1', '2', 'x', '')

export function some(fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Body> {
  return fc.record(fields, {requiredKeys: []}) as fc.Arbitrary<Body>
}

export function uniqueBy<T extends Json>(item: fc.Arbitrary<T>, key: (item: T) => unknown, max = 3): fc.Arbitrary<Json> {
  return fc.uniqueArray(item, {selector: (one) => JSON.stringify(key(one)), maxLength: max}) as fc.Arbitrary<Json>
}

export const pairs = fc.dictionary(word, text, {maxKeys: 3}) as fc.Arbitrary<Json>
export const labels = fc.dictionary(word, fc.constantFrom('1', '2'), {maxKeys: 2}) as fc.Arbitrary<Json>
export const metadata = some({labels, annotations: pairs})

export const configMap = some({data: pairs, metadata})

const port = fc
  .tuple(
    fc.constantFrom(80, 81, 82),
    fc.constantFrom('TCP', 'UDP', undefined),
    fc.constantFrom<Json | undefined>(8080, 'http', undefined),
  )
  .map(
    ([number, protocol, targetPort]): Body => ({
      name: `p${number}${(protocol ?? 'TCP').toLowerCase()}`,
      port: number,
      ...(protocol === undefined ? {} : {protocol}),
      ...(targetPort === undefined ? {} : {targetPort}),
    }),
  )
export const serviceSpec = fc
  .tuple(
    labels,
    some({
      ports: uniqueBy(port, (one) => one.name),
      sessionAffinity: fc.constantFrom('None', 'ClientIP'),
      publishNotReadyAddresses: fc.boolean(),
    }),
  )
  .map(([selector, spec]): Body => ({...spec, selector: {...(selector as Body), app: 'x'}}))
export const headless = (spec: fc.Arbitrary<Body>) => spec.map((one) => ({...one, clusterIP: 'None'}))

const env = fc.record({name: word, value: text}, {requiredKeys: ['name']}) as fc.Arbitrary<Body>
const container = (name: fc.Arbitrary<string>) =>
  fc.record(
    {
      name,
      image: fc.constantFrom('i:1', 'i:2'),
      env: uniqueBy(env, (one) => one.name),
      args: fc.array(word, {maxLength: 2}) as fc.Arbitrary<Json>,
      ports: uniqueBy(
        fc.record(
          {containerPort: fc.constantFrom(80, 81), protocol: fc.constantFrom('TCP', 'UDP')},
          {requiredKeys: ['containerPort']},
        ) as fc.Arbitrary<Body>,
        (one) => [one.containerPort, one.protocol ?? 'TCP'],
      ),
      resources: some({
        requests: some({cpu: fc.constantFrom<Json>('1', '1000m', 1), memory: fc.constantFrom('1Gi', '1024Mi')}),
        limits: some({cpu: fc.constantFrom('2', '3')}),
      }),
      volumeMounts: uniqueBy(
        fc.record({name: fc.constant('v'), mountPath: fc.constantFrom('/a', '/b')}) as fc.Arbitrary<Body>,
        (one) => one.mountPath,
      ),
    },
    {requiredKeys: ['name', 'image']},
  ) as fc.Arbitrary<Body>

const containers = fc.uniqueArray(container(word), {
  selector: (one) => one.name,
  minLength: 1,
  maxLength: 3,
}) as fc.Arbitrary<Json>
export const podSpec = fc
  .tuple(
    containers,
    fc.constantFrom<Json>([{name: 'v', emptyDir: {}}], [{name: 'v', emptyDir: {medium: 'Memory'}}]),
    some({
      nodeSelector: labels,
      tolerations: fc.constantFrom<Json>([], [{key: 'k', operator: 'Exists'}]),
      imagePullSecrets: uniqueBy(fc.record({name: word}) as fc.Arbitrary<Body>, (one) => one.name),
      terminationGracePeriodSeconds: fc.constantFrom(10, 30),
    }),
  )
  .map(([list, volumes, rest]): Body => ({...rest, containers: list, volumes}))

export function deploymentOf(pod: fc.Arbitrary<Body>): fc.Arbitrary<Body> {
  return fc
    .tuple(
      some({
        replicas: fc.constantFrom(0, 1, 2),
        revisionHistoryLimit: fc.constantFrom(3, 10),
        paused: fc.boolean(),
        strategy: fc.constantFrom<Json>({type: 'RollingUpdate', rollingUpdate: {maxSurge: 1}}, {type: 'RollingUpdate'}),
      }),
      pod,
      metadata,
    )
    .map(([spec, inner, meta]) => ({
      metadata: meta,
      spec: {...spec, selector: {matchLabels: {app: 'x'}}, template: {metadata: {labels: {app: 'x'}}, spec: inner}},
    }))
}
