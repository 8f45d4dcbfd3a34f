import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {cm, get, MAPS, of, post} from './steps.js'

const by = (method: string, path: string): OwnStep => ({method, path})
const YAML = 'application/yaml'
const every = (path: string, methods: readonly string[]) => methods.map((method) => by(method, path))

/** Paths that are no objects, methods that they have, lists in pages, watches that are refused. */
export const paths: readonly OwnCase[] = [
  of(
    'methods',
    'Which paths know methods.',
    ...['/api', '/version', '/api/v1', '/apis/apps/v1', '/api/', '/version/', '/openid/v1/jwks'].map((path) => by('HEAD', path)),
    ...every('/version', ['POST', 'DELETE', 'OPTIONS']),
    ...every('/apis/apps', ['GET', 'POST', 'DELETE', 'OPTIONS', 'HEAD']),
    ...every('/openapi/v2/', ['GET', 'POST', 'HEAD']),
    ...every('/api/v1/watch/namespaces/default/configmaps/x?timeoutSeconds=1', ['POST', 'DELETE', 'OPTIONS']),
    ...every('/api/v1/proxy', ['GET', 'POST', 'HEAD', 'DELETE']),
    get('/apis/apps/v1/watch'),
    get('/%'),
    by('POST', '/api/v1/namespaces/%zz'),
    get('/api/v1/namespaces/default/configmaps/a%00b'),
    get('/api/v1/bindings'),
    get('/apis/authorization.k8s.io/v1/localsubjectaccessreviews'),
    get('/apis/authorization.k8s.io/v1/subjectaccessreviews'),
  ),
  of(
    'forms',
    'Documents and refusals in other forms.',
    get('/apis/apps', YAML),
    get('/apis/apps/v1', YAML),
    get('/apis/apps', `${YAML};as=Table;v=v1;g=meta.k8s.io`),
    get('/api/v1/namespaces/nope', `${YAML};as=Table;v=v1;g=meta.k8s.io`),
    get('/api/v1/namespaces/nope', YAML),
    get('/apis', 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList'),
    get('/apis', 'application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList'),
  ),
  of(
    'pages-of-some',
    'Pages under a selector, tokens on other paths, refused watches.',
    ...['a', 'b', 'c', 'd', 'e'].map((name) =>
      post(MAPS, cm(name, {}, {labels: name === 'b' || name === 'd' ? {x: '1'} : {y: '1'}})),
    ),
    get(`${MAPS}?limit=1&labelSelector=x`),
    get(`${MAPS}?limit=1&labelSelector=x&continue=<token:5>`),
    get(`${MAPS}?limit=1&labelSelector=x&continue=<token:6>`),
    get(`${MAPS}?limit=2&continue=<token:5>&resourceVersion=0`),
    get(`${MAPS.replace('configmaps', 'secrets')}?limit=2&continue=<token:5>`),
    get(`${MAPS}?limit=1&continue=x&resourceVersion=1`),
    get(`${MAPS}?fieldSelector=%3D`),
    get(`${MAPS}?fieldSelector=%3Da`),
    get(`${MAPS}?labelSelector=a%2Fb%2Fc`),
    get(`${MAPS}?watch=1&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=Exact`),
    get(`${MAPS}?watch=1&timeoutSeconds=1`, YAML),
  ),
]
