import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {chmod} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {createLocalSource} from '../../../../src/lib/adapters/git/local-source.js'
import {addUncommitted} from '../../../../src/lib/adapters/git/uncommitted.js'
import {findWorkTree, localFiles} from '../../../../src/lib/adapters/git/work-tree.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {GitRepos} from '../../../fakes/git-repo.js'

const tasks = createTasks()

/** One line of a `.gitignore` each, beside the same files. */
const PATTERNS = [
  ...[
    '*.log',
    '/a.txt',
    'sub',
    'sub/',
    'a.txt/',
    '/sub/a.txt',
    'sub/*',
    'sub/**',
    '**/deep',
    '**/deep/**',
    'sub/**/x.log',
    '**',
    '*',
  ],
  ...[
    'a*t',
    's**b/a.txt',
    'sub/a**',
    '?.txt',
    'A.TXT',
    '[ab].txt',
    '[!a].txt',
    '[^a].txt',
    '[a-c]*',
    '[]a].txt',
    '[[:digit:]]',
    '[a',
  ],
  ...[
    '[[:nope:]]',
    '[z-a].txt',
    '\\#x',
    '#x',
    '\\!y',
    'b.txt ',
    'sp\\ ',
    'sp ',
    '  a.txt',
    'b\\.txt',
    'a.txt\\',
    './a.txt',
    '/',
    '!a.txt',
  ],
  ...[
    '*\n!*/\n!*.log',
    '*\n!.gitignore\n!a.txt',
    'sub/\n!sub/a.txt',
    'sub/*\n!sub/deep',
    '*.txt\r\n!a.txt\r\n',
    '\uFEFFa.txt',
    '(a)+',
    '{a,b}',
  ],
  ...[
    '/**/x.log',
    'deep/x.log',
    '*/x.log',
    'sub/**x.log',
    'sub/d?ep',
    'sub[/]a.txt',
    'sub/**/',
    '***/x.log',
    'a-b',
    '[+--]',
    'a[\\-]b',
  ],
]
const FILES = [
  'a.txt',
  'b.txt',
  'c.log',
  'sub/a.txt',
  'sub/deep/x.log',
  'sub/deep/y',
  '#x',
  '!y',
  'sp ',
  'sp',
  ']',
  '7',
  '(a)+',
  '{a,b}',
  'a-b',
]

describe('uncommitted files', () => {
  const root = mkdtempSync(join(tmpdir(), 'uncommitted-'))
  const repos = new GitRepos(root)
  const folder = repos.workTree('app')
  const index = join(root, 'index')
  const at = (path: string): string => join(folder, path)
  const put = (path: string, text = path): void => {
    mkdirSync(dirname(at(path)), {recursive: true})
    writeFileSync(at(path), text)
  }
  const remove = (path: string): void => rmSync(at(path), {recursive: true})
  const read = (path = '') => createLocalSource({tasks}, at(path), {dirty: true}).checkout({})
  /** What git itself would commit, by an index of our own. */
  const gitTree = async (path = ''): Promise<string> => {
    const env = {GIT_INDEX_FILE: index}
    await repos.git('app', ['read-tree', 'HEAD'], env)
    await repos.git('app', ['add', '-A'], env)
    return repos.git('app', ['rev-parse', `${await repos.git('app', ['write-tree'], env)}:${path}`])
  }

  beforeAll(async () => {
    await repos.create('app')
    await repos.commit('app', {
      branch: 'main',
      message: 'first',
      write: {
        'fleet/a.yaml': 'a',
        'fleet/b/c.yaml': 'c',
        'run.sh': 'run',
        'kept/ignored.log': 'log',
        top: 'top',
        '.gitignore': '/fleet/x/\n',
      },
      modes: {'run.sh': '0o755'},
      links: {link: 'fleet'},
      args: ['-n'],
    })
    await repos.git('app', ['tag', 'start'])
  })
  beforeEach(async () => {
    await repos.git('app', ['reset', '-q', '--hard', 'start'])
    await repos.git('app', ['clean', '-qfdx', '-f'])
    rmSync(index, {force: true})
    rmSync(at('.git/info/exclude'), {force: true})
  })
  afterAll(() => rmSync(root, {recursive: true, force: true}))

  const same = async (path = ''): Promise<void> => {
    expect((await read(path)).commit.revision).toBe(`main-dirty@sha1:${await gitTree(path)}`)
  }

  it('are nothing when nothing changed, and the index is left alone', async () => {
    const before = readFileSync(at('.git/index'))
    put('fleet/a.yaml', 'a')
    expect((await read()).commit.revision).toMatch(/^main@sha1:/)
    expect(readFileSync(at('.git/index')).equals(before)).toBe(true)
  })

  it.each<[string, () => void]>([
    [
      'a folder that is a file now',
      () => {
        remove('fleet')
        put('fleet')
      },
    ],
    [
      'a file that is a folder now',
      () => {
        remove('top')
        put('top/x/y')
      },
    ],
    [
      'a file that is an empty folder now',
      () => {
        remove('top')
        mkdirSync(at('top'))
      },
    ],
    [
      'a file that is an ignored folder now',
      () => {
        remove('top')
        put('top/x')
        put('.gitignore', 'top/')
      },
    ],
    [
      'a folder that is an ignored file now',
      () => {
        remove('fleet')
        put('fleet')
        put('.gitignore', 'fleet')
      },
    ],
    [
      'a folder that is a symlink now',
      () => {
        remove('fleet')
        symlinkSync('kept', at('fleet'))
      },
    ],
    [
      'a symlink that is a folder now',
      () => {
        remove('link')
        put('link/x')
      },
    ],
    [
      'a symlink elsewhere',
      () => {
        remove('link')
        symlinkSync('kept', at('link'))
      },
    ],
    [
      'a new symlink to a folder, ignored as a folder only',
      () => {
        symlinkSync('kept', at('new'))
        put('.gitignore', 'new/')
      },
    ],
    ['an emptied folder', () => remove('fleet/b/c.yaml')],
    [
      'a new empty folder',
      () => {
        mkdirSync(at('empty/er'), {recursive: true})
        put('x')
      },
    ],
    [
      'ignored but tracked',
      () => {
        put('.gitignore', '*.log\nfleet/\n')
        put('kept/ignored.log', 'new')
        put('fleet/a.yaml', 'b')
      },
    ],
    [
      'untracked in a folder that is ignored but tracked',
      () => {
        put('.gitignore', 'fleet/\n')
        put('fleet/n')
        put('fleet/b/n')
      },
    ],
    [
      'nested rules',
      () => {
        put('fleet/.gitignore', '*\n!keep\n!.gitignore')
        put('fleet/keep')
        put('fleet/n')
        put('n')
      },
    ],
    [
      'a .gitignore that is a symlink',
      () => {
        put('rules', 'n\n')
        symlinkSync('../rules', at('fleet/.gitignore'))
        put('fleet/n')
      },
    ],
    [
      'info/exclude',
      () => {
        put('.git/info/exclude', 'n\n!kept/n')
        put('n')
        put('fleet/n')
        put('kept/n')
      },
    ],
  ])('as git sees them: %s', async (_, change) => {
    change()
    await same()
  })

  it('modes count, unless core.fileMode says that the disk does not know them', async () => {
    await chmod(at('run.sh'), 0o644)
    put('new.sh')
    await chmod(at('new.sh'), 0o755)
    await same()
    await repos.git('app', ['config', 'core.fileMode', 'false'])
    await same()
    remove('new.sh')
    expect((await read()).commit.revision).toMatch(/^main@sha1:/)
    await repos.git('app', ['config', 'core.fileMode', 'true'])
  })

  it('a folder of the work tree obeys the rules above it', async () => {
    put('.gitignore', '*.tmp\n')
    put('fleet/.gitignore', '!b/keep.tmp\n/b/out\n')
    for (const name of ['keep.tmp', 'x.tmp', 'out', 'new']) put(`fleet/b/${name}`)
    await same('fleet')
    await same('fleet/b')
    put('.gitignore', '/fleet/\n')
    expect((await read('fleet/b')).commit.revision).toMatch(/^main@sha1:/)
  })

  it('every pattern as git reads it', async () => {
    for (const [number, pattern] of PATTERNS.entries()) {
      for (const file of FILES) put(`p${number}/${file}`)
      put(`p${number}/.gitignore`, `${pattern}\n`)
    }
    const checkout = await read()
    if (checkout.unchanged) throw new Error('unchanged')
    await gitTree()
    const listed = (await repos.git('app', ['ls-files', '-z'], {GIT_INDEX_FILE: index})).split('\0')
    const {tree} = checkout
    const walk = async (path: string): Promise<string[]> => {
      if ((await tree.stat(path))?.type !== 'directory') return (await tree.stat(path)) ? [path] : []
      return (await Promise.all((await tree.list(path)).map((entry) => walk(`${path}/${entry.name}`)))).flat()
    }
    for (const [number, pattern] of PATTERNS.entries()) {
      const wanted = listed.filter((path) => path.startsWith(`p${number}/`)).sort()
      expect.soft((await walk(`p${number}`)).sort(), JSON.stringify(pattern)).toEqual(wanted)
    }
  })

  it('submodules and other repositories in the work tree are not read', async () => {
    const sha = await repos.git('app', ['rev-parse', 'HEAD'])
    await repos.git('app', ['update-index', '--add', '--cacheinfo', `160000,${sha},sub`])
    await repos.git('app', ['-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'submodule'])
    put('sub/file')
    put('sub/.git', 'gitdir: ../.git/modules/sub\n')
    put('other/.git/HEAD', 'ref: refs/heads/main\n')
    put('other/file')
    expect((await read()).commit.revision).toMatch(/^main@sha1:/)
    put('n')
    const dirty = await read()
    if (dirty.unchanged) throw new Error('unchanged')
    expect(await dirty.tree.list('sub')).toEqual([])
    expect(await dirty.tree.stat('other')).toBeUndefined()
    expect(await dirty.tree.stat('n')).toBeDefined()
  })

  it('an ignored folder is not looked into, and files that HEAD does not have spend the budget', async () => {
    put('fleet/x/big', 'x'.repeat(100))
    put('top', 'y'.repeat(100))
    const tree = (await findWorkTree(folder))!
    const budget = {bytes: 50}
    expect(await addUncommitted(tree, (await localFiles(tree, tree.head!))!, budget)).toBe(true)
    expect(budget.bytes).toBe(50)
    put('new', 'z'.repeat(51))
    const files = (await localFiles(tree, tree.head!))!
    await expect(addUncommitted(tree, files, budget)).rejects.toThrow(`(at ${at('new')})`)
    expect(existsSync(at('new'))).toBe(true)
  })
})
