import type {OwnCase} from '../admission-cases/kit.js'
import {REQUESTS} from './signing-data.js'
import {apply, type Body, get, merge, obj, of, post, put, SERVICES, strategic, svc} from './steps.js'

/* What counts although nothing of it is stored: empty lists that were given, a second stack that is given back. */

const ROLES = '/apis/rbac.authorization.k8s.io/v1/namespaces/<ns>/roles'
const CSRS = '/apis/certificates.k8s.io/v1/certificatesigningrequests'

const role = obj('rbac.authorization.k8s.io/v1', 'Role', 'r', {
  rules: [{apiGroups: [''], resources: ['pods'], verbs: ['get'], resourceNames: []}],
})
const bare = (name: string, ipFamilyPolicy: string, rest: Body = {}): Body =>
  svc(name, {clusterIP: 'None', ipFamilyPolicy, selector: null, ports: [{port: 80}], ...rest})

export const inMemory: readonly OwnCase[] = [
  of(
    'empty-in-atomic-lists',
    'an empty list within a list that is owned as one: whoever gives it again becomes its owner',
    apply(`${ROLES}/r?fieldManager=bob`, role),
    put(`${ROLES}/r?fieldManager=alice`, role),
    merge(`${ROLES}/r?fieldManager=carol`, {rules: role.rules!}),
    strategic(`${ROLES}/r?fieldManager=dora&dryRun=All`, {rules: role.rules!}),
    merge(`${ROLES}/r?fieldManager=zed`, {metadata: {labels: {a: 'b'}}}),
    get(`${ROLES}/r`),
  ),
  of(
    'second-stack-given-back',
    'headless services without a selector that ask for one stack after two, and those that get a selector',
    ...['RequireDualStack', 'PreferDualStack'].flatMap((before) => {
      const name = before.slice(0, 3).toLowerCase()
      return [
        post(SERVICES, bare(name, before)),
        merge(`${SERVICES}/${name}?dryRun=All`, {spec: {selector: {a: 'b'}, ipFamilyPolicy: null}}),
        merge(`${SERVICES}/${name}?dryRun=All`, {spec: {selector: {a: 'b'}}}),
        put(`${SERVICES}/${name}?dryRun=All`, bare(name, 'SingleStack', {ipFamilies: ['IPv4', 'IPv6']})),
        merge(`${SERVICES}/${name}`, {spec: {ipFamilyPolicy: 'SingleStack'}}),
        merge(`${SERVICES}/${name}`, {spec: {ipFamilyPolicy: before}}),
        apply(`${SERVICES}/${name}?fieldManager=carol&force=true`, bare(name, 'SingleStack')),
      ]
    }),
  ),
  of(
    'legacy-signer',
    'the signer of requests that did not name any',
    post(
      CSRS,
      obj('certificates.k8s.io/v1', 'CertificateSigningRequest', '<ns>-legacy', {
        spec: {
          request: Buffer.from(
            `-----BEGIN CERTIFICATE REQUEST-----\n${REQUESTS.ec.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE REQUEST-----\n`,
          ).toString('base64'),
          signerName: 'kubernetes.io/legacy-unknown',
          usages: ['client auth'],
        },
      }),
    ),
  ),
]
