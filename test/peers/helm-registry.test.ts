import {execFile, execFileSync, spawn} from 'node:child_process'
import {createHash, createPrivateKey, createSign, X509Certificate} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import {type AddressInfo, createServer as createSocket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {createOciCharts} from '../../src/lib/adapters/oci/oci-charts.js'
import {createHttp} from '../../src/lib/adapters/system/http.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {Engine, SPRIG} from '../../src/lib/engines/gotemplate/index.js'
import {loadArchive} from '../../src/lib/engines/helm/index.js'
import {messageOf} from '../../src/lib/errors/flux-error.js'
import {describeWith, findPeer} from './peers.js'

const run = promisify(execFile)
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0-rc.1', '1.1.1+build.5', '2.0.0']

/** What the registry asks of who comes. */
type Login = 'nothing' | 'basic' | 'token'

/** A real registry on loopback. */
interface PeerRegistry {
  readonly host: string
  close(): void
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1')
  await new Promise((resolve) => socket.once('listening', resolve))
  const {port} = socket.address() as AddressInfo
  await new Promise((resolve) => socket.close(resolve))
  return port
}

async function startRegistry(folder: string, login: Login, auth: string): Promise<PeerRegistry> {
  const port = await freePort()
  const config = join(folder, `${login}.yml`)
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${folder}/data-${login}}}\nhttp: {addr: "127.0.0.1:${port}"}\n${auth}`,
  )
  const child = spawn(findPeer('docker-registry')!, ['serve', config], {stdio: 'ignore'})
  const host = `127.0.0.1:${port}`
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined)
    if (answer) return {host, close: () => child.kill()}
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill()
  throw new Error('the registry does not come up')
}

/** Gives tokens to `u` with the password `p`, as a registry of its own expects them: signed, for one service. */
function tokenServer(key: string, certificate: string): Server {
  return createServer((request, response) => {
    const url = new URL(request.url!, 'http://x')
    if (request.headers.authorization !== `Basic ${Buffer.from('u:p').toString('base64')}`) {
      response.writeHead(401).end()
      return
    }
    const access = url.searchParams.getAll('scope').map((scope) => {
      const [type, name, actions = ''] = scope.split(':')
      return {type, name, actions: actions.split(',')}
    })
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: 'peers',
      sub: 'u',
      aud: url.searchParams.get('service'),
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: '1',
      access,
    }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const x5c = [new X509Certificate(certificate).raw.toString('base64')]
    const signed = `${part({typ: 'JWT', alg: 'RS256', x5c})}.${part(claims)}`
    const signature = createSign('RSA-SHA256').update(signed).sign(createPrivateKey(key)).toString('base64url')
    response.end(JSON.stringify({token: `${signed}.${signature}`}))
  })
}

describeWith(['helm', 'docker-registry'], 'charts of a real registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'))
  const registries = new Map<Login, PeerRegistry>()
  let tokens: Server
  const digests = new Map<string, string>()
  // the tokens are given out by this process: it must not wait
  const helm = (...args: string[]) =>
    run(findPeer('helm')!, args, {cwd: folder, env: {...process.env, HOME: folder}, timeout: 30_000})

  beforeAll(async () => {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        '/CN=peers',
        '-days',
        '2',
        '-keyout',
        'key.pem',
        '-out',
        'cert.pem',
      ],
      {
        cwd: folder,
        stdio: 'ignore',
      },
    )
    tokens = tokenServer(readFileSync(join(folder, 'key.pem'), 'utf8'), readFileSync(join(folder, 'cert.pem'), 'utf8')).listen(
      0,
      '127.0.0.1',
    )
    await new Promise((resolve) => tokens.once('listening', resolve))
    const realm = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`
    const set = new Engine({functions: SPRIG, environment: {now: Date.now, random: systemRandom}}).set()
    set.parse('htpasswd', '{{ htpasswd "u" "p" }}')
    writeFileSync(join(folder, 'htpasswd'), `${set.execute('htpasswd', {})}\n`)
    registries.set('nothing', await startRegistry(folder, 'nothing', ''))
    registries.set('basic', await startRegistry(folder, 'basic', `auth: {htpasswd: {realm: r, path: ${folder}/htpasswd}}\n`))
    const token = `auth: {token: {realm: "${realm}", service: reg, issuer: peers, rootcertbundle: ${folder}/cert.pem}}\n`
    registries.set('token', await startRegistry(folder, 'token', token))
    mkdirSync(join(folder, 'app/templates'), {recursive: true})
    writeFileSync(join(folder, 'app/Chart.yaml'), 'apiVersion: v2\nname: app\nversion: 0.0.0\n')
    writeFileSync(
      join(folder, 'app/templates/a.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Chart.Version }}"}\n',
    )
    for (const version of VERSIONS) {
      await helm('package', 'app', '--version', version)
      const archive = join(folder, `app-${version}.tgz`)
      digests.set(version, `sha256:${createHash('sha256').update(readFileSync(archive)).digest('hex')}`)
      for (const [login, {host}] of registries) {
        const user = login === 'nothing' ? [] : ['--username', 'u', '--password', 'p']
        await helm('push', archive, `oci://${host}/team/charts`, '--plain-http', ...user)
      }
    }
  })
  afterAll(() => {
    for (const registry of registries.values()) registry.close()
    tokens?.close()
    rmSync(folder, {recursive: true, force: true})
  })

  const charts = (config: object = {}) => createOciCharts(createHttp(createTasks()), config as never)
  const wish = (login: Login, version: string) => {
    const {host} = registries.get(login)!
    return {url: `oci://${host}/team/charts`, chart: 'app', version, insecure: true}
  }

  it.each<[Login, string, string]>([
    ['nothing', '1.0.0', '1.0.0'],
    ['nothing', '', '2.0.0'],
    ['nothing', '^1', '1.1.1+build.5'],
    ['basic', '~1.0', '1.0.0'],
    ['basic', '>=1.2.0-0 <2', '1.2.0-rc.1'],
    ['token', '1.1.1+build.5', '1.1.1+build.5'],
    ['token', '1.x', '1.1.1+build.5'],
  ])('asking for %s: %j is %s', async (login, version, expected) => {
    const pulled = await charts().pull({...wish(login, version), username: 'u', password: 'p'})
    expect([pulled.version, pulled.digest]).toEqual([expected, digests.get(expected)])
    expect(loadArchive(pulled.archive).metadata.version).toBe(expected)
  })

  it.each<Login>(['basic', 'token'])('takes the login of %s from a docker config', async (login) => {
    const {host} = registries.get(login)!
    const config = {auths: {[`http://${host}`]: {auth: Buffer.from('u:p').toString('base64')}}}
    expect((await charts(config).pull(wish(login, '1.0.0'))).version).toBe('1.0.0')
  })

  it('says what is wrong', async () => {
    const fault = (login: Login, password?: string) =>
      charts()
        .pull({...wish(login, '1.0.0'), ...(password && {username: 'u', password})})
        .catch(messageOf)
    expect(await fault('basic')).toMatch(/asks for credentials and there are none$/)
    expect(await fault('basic', 'wrong')).toMatch(/manifests\/1\.0\.0: 401 Unauthorized$/)
    expect(await fault('token', 'wrong')).toMatch(/gives no token for team\/charts\/app: 401$/)
    expect(await charts().pull(wish('nothing', '9.9.9')).catch(messageOf)).toMatch(/manifests\/9\.9\.9: 404 Not Found$/)
  })
})
