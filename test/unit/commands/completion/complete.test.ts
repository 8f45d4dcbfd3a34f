import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Host, PackageJson} from '../../../../src/commands/host.js'
import {main} from '../../../../src/commands/main.js'
import {createRedactor} from '../../../../src/lib/errors/redact.js'
import {BASH_COMPLETION} from '../../../../src/lib/output/completion/bash.js'
import {capturedOut} from '../../../fakes/captured-out.js'
import {inputOf} from '../../../fakes/input.js'

const root = resolve(import.meta.dirname, '../../../..')
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson

/** What `flux` answers in a process that knows no cluster. */
async function flux(argv: readonly string[], env: Record<string, string> = {}) {
  const {out, stdout, stderr} = capturedOut()
  const none = () => Promise.reject(new Error('no cluster is asked'))
  const host: Host = {
    ...{root, cwd: root, pjson, env, out, input: inputOf(''), redactor: createRedactor()},
    ...{signal: new AbortController().signal, connect: none, contextNamespace: none},
  }
  const exit = await main(argv, host)
  return {exit, stdout: stdout(), stderr: stderr()}
}

const complete = async (...words: string[]) => (await flux(['__complete', ...words])).stdout

/** Answers of flux 2.9.5; more of it in the corpus, family completion. */
describe('flux __complete', () => {
  it.each([
    [['get', 's'], 'sources\n:4\n'],
    [['-n', 'apps', 'get', 'sou'], 'sources\n:4\n'],
    [['get', 'foo', ''], ':0\n'],
    [['nonsense'], ':4\n'],
    [['completion', ''], 'bash\nfish\npowershell\nzsh\n:4\n'],
    [['completion', 'bash', ''], ':0\n'],
    [['help', 'create', 'se'], 'secret\n:4\n'],
    [['create', 'secret', ''], 'git\ngithubapp\nhelm\nnotation\noci\nproxy\nreceiver\ntls\n:4\n'],
    [['create', 'source', 'git', 'web', '--provider', ''], ':0\n'],
    [['create', '--export', 'al'], 'alert\nalert-provider\n:4\n'],
    [['get', 'ks', '--no-header='], ':0\n'],
    [['get', 'ks', '-n'], '-n\n:4\n'],
    [['get', 'ks', '-nx'], ':4\n'],
    [['get', 'ks', '--al'], '--all-namespaces\n:4\n'],
    [['get', 'ks', '-A', '--al'], ':4\n'],
    [['create', 'tenant', '--label', 'a=b', '--la'], '--label\n:4\n'],
    [['create', 'ks', '--vali'], ':4\n'],
    [['create', 'secret', 'git', '--in'], '--insecure-skip-tls-verify\n--interval\n:4\n'],
    [['create', 'secret', 'git', '--u'], '--user\n--url\n--username\n:4\n'],
    [['get', 'ks', '--help', ''], ':4\n'],
    [['get', 'all', ''], ':0\n'],
  ])('%j', async (words, answer) => {
    expect(await complete(...words)).toBe(answer)
  })

  it('says on stderr what cannot be completed', async () => {
    expect(await flux(['__complete', 'nonsense', ''])).toEqual({
      exit: 0,
      stdout: ':0\n',
      stderr:
        '[Debug] [Error] unable to find a command for arguments: [nonsense]\nCompletion ended with directive: ShellCompDirectiveDefault\n',
    })
    expect((await flux(['__complete', 'get', 'ks', '--timeout', 'x', ''])).stderr).toContain(
      '[Debug] [Error] Error while parsing flags from args [--timeout x]: invalid argument "x" for "--timeout" flag: time: invalid duration "x"\n',
    )
    expect(await flux(['__complete'])).toEqual({
      exit: 1,
      stdout: '',
      stderr: '✗ requires at least 1 arg(s), only received 0\n',
    })
  })

  it('takes flags in front of the word, and says why no cluster is known', async () => {
    expect((await flux(['-n', 'apps', '__complete', 'get', 'sou'])).stdout).toBe('sources\n:4\n')
    expect(await flux(['--context', 'x', '__complete', 'get', 'ks', ''])).toEqual({
      exit: 0,
      stdout: ':1\n',
      stderr:
        '[Debug] [Error] kubernetes configuration load failed: no cluster is askedCompletion ended with directive: ShellCompDirectiveError\n',
    })
  })

  it('describes what it proposes when the environment asks for it', async () => {
    const env = {FLUX_COMPLETION_DESCRIPTIONS: '1'}
    const {stdout} = await flux(['__complete', 'create', 'secret', ''], env)
    expect(stdout).toContain('tls\tCreate or update a Secret with TLS certificates\n')
    expect((await flux(['__complete', 'create', 'sou'], env)).stdout).toBe('source\tCreate or update sources\n:4\n')
    expect((await flux(['__complete', 'get', '--no-h'], env)).stdout).toBe('--no-header\tleave the header out of the table\n:4\n')
    expect((await flux(['__completeNoDesc', 'get', '--no-h'], env)).stdout).toBe('--no-header\n:4\n')
  })
})

describe('flux completion', () => {
  it('prints a script for each shell; that for zsh ends with its registration', async () => {
    for (const shell of ['bash', 'fish', 'powershell']) {
      expect((await flux(['completion', shell])).stdout, shell).toContain('__complete')
    }
    expect((await flux(['completion', 'zsh'])).stdout).toMatch(/\ncompdef _flux flux\n$/)
  })

  const bash = spawnSync('bash', ['--version']).status === 0
  it.skipIf(!bash)('completes in bash', () => {
    const script = `
flux() { printf '%s\\n' "$*" >&9; case "$*" in
  '__complete get sources git we') printf 'web\\nweb-2\\nother\\n:4\\n' ;;
  '__complete get ks --namespace=a') printf 'apps\\n:4\\n' ;;
  '__complete get ks ') printf ':1\\n' ;;
esac; }
compopt() { echo "compopt $*"; }
${BASH_COMPLETION}
ask() { COMP_LINE="$1" COMP_POINT=\${#1}; COMPREPLY=(); __start_flux; echo "[\${COMPREPLY[*]}]"; }
ask 'flux get sources git we'
ask 'flux get ks --namespace=a'
ask 'flux get ks '
ask 'f get sources git we'
`
    const {stdout, stderr} = spawnSync('bash', ['-c', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore', 'pipe'],
    })
    expect(stderr).toBe('')
    expect(stdout).toBe(
      'compopt +o default\n[web web-2]\ncompopt +o default\n[apps]\ncompopt +o default\n[]\ncompopt +o default\n[web web-2]\n',
    )
  })
})
