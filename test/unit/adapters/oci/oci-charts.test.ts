import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {askCredentialHelper} from '../../../../src/lib/adapters/oci/credential-helper.js'
import {createOciCharts} from '../../../../src/lib/adapters/oci/oci-charts.js'
import {dockerCredentials, parseChallenge} from '../../../../src/lib/adapters/oci/registry-auth.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import type {HttpRequest} from '../../../../src/lib/ports/http.js'
import {type Answer, httpAnswers} from '../../../fakes/http-answers.js'

const sha = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'
const manifest = JSON.stringify({
  config: {},
  layers: [
    {mediaType: 'x/y', digest: sha('no')},
    {mediaType: LAYER, digest: sha('archive')},
  ],
})
const REALM = 'Bearer realm="https://auth.example.com/token",service="reg",scope="repository:owner/charts/app:pull"'

/** A registry that wants a token, which it gives to one user. */
function registry(blob = 'archive') {
  return httpAnswers(({url, headers}: HttpRequest): Answer | undefined => {
    const {host, pathname, search} = new URL(url)
    if (host === 'auth.example.com') {
      return headers?.authorization === 'Basic dTpw' ? {body: '{"token":"T"}'} : {status: 401}
    }
    if (headers?.authorization !== 'Bearer T') return {status: 401, headers: {'www-authenticate': REALM}}
    const path = `${pathname}${search}`
    if (path === '/v2/owner/charts/app/tags/list') {
      return {
        body: '{"tags":["1.0.0","latest","2.0.0-rc.1"]}',
        headers: {link: '</v2/owner/charts/app/tags/list?last=x>; rel="next"'},
      }
    }
    if (path === '/v2/owner/charts/app/tags/list?last=x') return {body: '{"tags":["1.4.0_build.1","1.3.0"]}'}
    if (path === '/v2/owner/charts/app/manifests/1.4.0_build.1') return {body: manifest}
    if (path === '/v2/owner/charts/app/manifests/1.0.0') return {body: '{"layers":[]}'}
    if (path === `/v2/owner/charts/app/blobs/${sha('archive')}`) return {body: blob}
    return undefined
  })
}

const wish = {url: 'oci://reg.example.com/owner/charts', chart: 'app', version: '^1'}
const config = {auths: {'https://reg.example.com/v1/': {auth: Buffer.from('u:p').toString('base64')}}}

describe('createOciCharts', () => {
  it('logs in, lists tags, takes the newest one and checks what it gets', async () => {
    const http = registry()
    const chart = await createOciCharts(http).pull({...wish, username: 'u', password: 'p'})
    expect({...chart, archive: Buffer.from(chart.archive).toString()}).toEqual({
      ...{version: '1.4.0+build.1', archive: 'archive', digest: sha('archive'), manifest: sha(manifest)},
      url: 'oci://reg.example.com/owner/charts/app:1.4.0+build.1',
    })
    const [login] = http.asked.filter(({url}) => url.startsWith('https://auth.'))
    expect(new URL(login!.url).searchParams.get('scope')).toBe('repository:owner/charts/app:pull')
    expect(http.asked.filter(({url}) => url.startsWith('https://auth.'))).toHaveLength(1)
  })

  it('takes what a Secret says instead of the docker config of the machine, and runs no programs for it', async () => {
    const own = {auths: {'reg.example.com': {auth: Buffer.from('u:p').toString('base64')}}, credsStore: 'never'}
    const other = {auths: {'reg.example.com': {auth: Buffer.from('x:y').toString('base64')}}}
    const charts = createOciCharts(registry(), other, noHelper)
    expect((await charts.pull({...wish, dockerConfig: own})).version).toBe('1.4.0+build.1')
    expect(await charts.pull(wish).catch(messageOf)).toContain('gives no token')
    expect(await charts.pull({...wish, dockerConfig: {auths: {}}}).catch(messageOf)).toContain('gives no token')
  })

  it('speaks plain http where it may and the registry has no TLS', async () => {
    const served = registry()
    const asked: string[] = []
    const speaking = (scheme: string) => ({
      async request(request: HttpRequest) {
        asked.push(`${request.url.split('/')[0]} ${request.tls?.insecure ?? ''}`)
        if (new URL(request.url).host === 'reg.example.com' && !request.url.startsWith(`${scheme}:`)) throw new Error('EPROTO')
        return served.request(request)
      },
    })
    const pull = (scheme: string) => createOciCharts(speaking(scheme), config).pull({...wish, insecure: 'either'})
    expect((await pull('http')).version).toBe('1.4.0+build.1')
    expect(asked.slice(0, 4)).toEqual(['https: true', 'http: true', 'https: true', 'http: true'])
    expect((await pull('https')).version).toBe('1.4.0+build.1')
    expect(asked.at(-1)).toBe('https: true')
  })

  it('takes a tag or a digest as it is, and a range among some tags', async () => {
    const charts = createOciCharts(registry(), config)
    expect((await charts.pull({...wish, version: '', reference: '1.4.0_build.1'})).manifest).toBe(sha(manifest))
    expect(await charts.pull({...wish, version: '', reference: 'latest'}).catch(messageOf)).toContain('/manifests/latest: 404')
    const only = (tag: string) => tag.startsWith('1.3')
    expect(await charts.pull({...wish, tagFilter: only}).catch(messageOf)).toContain('/manifests/1.3.0: 404')
  })

  it('takes the layer that an artifact of any kind has, and its tags as they are', async () => {
    const layers = [
      {mediaType: 'x/y', digest: sha('first')},
      {mediaType: LAYER, digest: sha('second')},
      {mediaType: LAYER, digest: sha('third')},
    ]
    const charts = createOciCharts(
      httpAnswers(({url}) => {
        if (url.endsWith('/tags/list')) return {body: '{"tags":["1.0.0","v1.2.0","1.3.0_b.1","1.4.0_c"]}'}
        if (url.includes('/manifests/')) return {body: JSON.stringify({layers})}
        return {body: ['first', 'second', 'third'].find((text) => url.endsWith(sha(text)))!}
      }),
    )
    const pulled = async (layer?: {mediaType?: string}, version = '1.x') => {
      const {version: tag, archive} = await charts.pull({...wish, version, ...(layer && {layer})})
      return [tag, Buffer.from(archive).toString()]
    }
    // helm lists no tags with a v
    expect(await pulled()).toEqual(['1.4.0+c', 'second'])
    expect(await pulled(undefined, '<1.3')).toEqual(['1.0.0', 'second'])
    expect(await pulled({})).toEqual(['v1.2.0', 'first'])
    expect(await pulled({mediaType: LAYER})).toEqual(['1.4.0_c', 'second'])
    expect(await pulled({mediaType: 'x/y'}, '1.0.0')).toEqual(['1.0.0', 'first'])
    await expect(pulled({mediaType: 'z'})).rejects.toThrow("failed to find layer with media type 'z' in artifact")
    await expect(pulled({}, 'v1.2.0.1')).rejects.toThrow('improper constraint: "v1.2.0.1"')
  })

  it('takes credentials from a docker config', async () => {
    expect((await createOciCharts(registry(), config).pull(wish)).version).toBe('1.4.0+build.1')
  })

  it('says what is wrong', async () => {
    const fault = (more: object, http = registry()) =>
      createOciCharts(http, config)
        .pull({...wish, ...more})
        .catch(messageOf)
    expect(await fault({version: '1.0.0'})).toBe(
      `oci://reg.example.com/owner/charts/app:1.0.0: manifest does not contain a layer with mediatype ${LAYER}`,
    )
    expect(await fault({version: '^9'})).toBe(
      'oci://reg.example.com/owner/charts/app: could not locate a version matching provided version string ^9',
    )
    expect(await fault({version: '3.0.0'})).toBe('GET reg.example.com/v2/owner/charts/app/manifests/3.0.0: 404 Not Found')
    expect(await fault({}, registry('changed'))).toContain('its digest differs')
    expect(await fault({url: 'https://x'})).toBe("'https://x' is no address of an OCI registry")
    expect(await fault({username: 'u', password: 'wrong'})).toBe('auth.example.com gives no token for owner/charts/app: 401')
  })
})

describe('parseChallenge', () => {
  it('knows basic and bearer', () => {
    expect(parseChallenge('Basic realm="x"')).toEqual({scheme: 'basic'})
    expect(parseChallenge(REALM)).toMatchObject({scheme: 'bearer', service: 'reg'})
    expect(() => parseChallenge('Negotiate')).toThrow('not known')
  })
})

const noHelper = () => Promise.reject(new Error('not asked'))

describe('dockerCredentials', () => {
  it('goes by host, whatever the key looks like', async () => {
    expect(await dockerCredentials(config, 'reg.example.com', noHelper)).toEqual({username: 'u', password: 'p'})
    expect(await dockerCredentials(config, 'other.example.com', noHelper)).toBeUndefined()
    expect(await dockerCredentials(null, 'other.example.com', noHelper)).toBeUndefined()
    const hub = {auths: {'https://index.docker.io/v1/': {username: 'a', password: 'b'}}}
    expect(await dockerCredentials(hub, 'registry-1.docker.io', noHelper)).toEqual({username: 'a', password: 'b'})
  })

  it('asks the helper of the registry, else that of all', async () => {
    const asked: string[] = []
    const helper = async (name: string, address: string) => {
      asked.push(`${name} ${address}`)
      return name === 'empty' ? undefined : {username: name, password: 'x'}
    }
    const all = {...config, credsStore: 'all', credHelpers: {'own.example.com': 'own', 'reg.example.com': 'empty'}}
    expect(await dockerCredentials(all, 'own.example.com', helper)).toMatchObject({username: 'own'})
    expect(await dockerCredentials(all, 'other.example.com', helper)).toMatchObject({username: 'all'})
    expect(await dockerCredentials(all, 'docker.io', helper)).toMatchObject({username: 'all'})
    expect(await dockerCredentials(all, 'reg.example.com', helper)).toMatchObject({username: 'u'})
    expect(asked).toEqual([
      'own own.example.com',
      'all other.example.com',
      'all https://index.docker.io/v1/',
      'empty reg.example.com',
    ])
  })

  it('exchanges the token of an identity', async () => {
    const bodies: string[] = []
    const http = httpAnswers(({url, method, body, headers}: HttpRequest): Answer | undefined => {
      if (new URL(url).host === 'auth.example.com') {
        bodies.push(`${method} ${body}`)
        return {body: '{"access_token":"T"}'}
      }
      if (headers?.authorization !== 'Bearer T') return {status: 401, headers: {'www-authenticate': REALM}}
      return url.includes('/blobs/') ? {body: 'archive'} : {body: manifest}
    })
    const token = {auths: {'reg.example.com': {auth: Buffer.from('x:').toString('base64'), identitytoken: 'ID'}}}
    expect((await createOciCharts(http, token).pull({...wish, version: '1.0.0'})).version).toBe('1.0.0')
    expect(bodies).toEqual([
      'POST grant_type=refresh_token&refresh_token=ID&client_id=flux&service=reg&scope=repository%3Aowner%2Fcharts%2Fapp%3Apull',
    ])
  })
})

describe('askCredentialHelper', () => {
  let folder = ''
  const path = process.env.PATH
  const program = (name: string, body: string) =>
    writeFileSync(join(folder, `docker-credential-${name}`), `#!/bin/sh\n${body}\n`, {mode: 0o755})
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'helpers-'))
    process.env.PATH = `${folder}:${path}`
    program(
      'good',
      'read address; test "$1" = get && printf \'{"ServerURL":"%s","Username":"u","Secret":"s of %s"}\' "$address" "$address"',
    )
    program('token', 'printf \'{"Username":"<token>","Secret":"T"}\'')
    program('none', 'echo credentials not found in native keychain; exit 1')
    program('broken', 'echo secret-thing; exit 0')
    program('failing', 'exit 7')
  })
  afterAll(() => {
    process.env.PATH = path
    rmSync(folder, {recursive: true, force: true})
  })

  it('asks the program for an address', async () => {
    expect(await askCredentialHelper('good', 'reg.example.com')).toEqual({username: 'u', password: 's of reg.example.com'})
    expect(await askCredentialHelper('token', 'reg')).toMatchObject({identity: 'T'})
    expect(await askCredentialHelper('none', 'reg')).toBeUndefined()
  })

  it('says what is wrong, and no secret', async () => {
    const fault = (name: string) => askCredentialHelper(name, 'reg').catch(messageOf)
    expect(await fault('broken')).toBe('the credential helper docker-credential-broken does not answer in JSON')
    expect(await fault('failing')).toBe('the credential helper docker-credential-failing failed with 7 for reg')
    expect(await fault('missing')).toBe(
      'the credential helper docker-credential-missing cannot be run: exec: "docker-credential-missing": executable file not found in $PATH',
    )
    expect(await fault('../evil')).toContain('a credential helper that is none')
  })
})
