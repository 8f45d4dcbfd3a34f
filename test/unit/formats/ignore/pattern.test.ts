import {describe, expect, it} from 'vitest'
import {compileGlob} from '../../../../src/lib/formats/ignore/glob.js'
import {readPatterns} from '../../../../src/lib/formats/ignore/pattern.js'
import {filterOf, sourceFilter} from '../../../../src/lib/formats/ignore/source-ignore.js'

const ignored = (lines: string, path: string, directory = false): boolean => filterOf(readPatterns(lines))(path, directory)

describe('ignore rules', () => {
  it.each([
    ['*.md', 'docs/a.md', true],
    ['/a.txt', 'a.txt', true],
    ['/a.txt', 'sub/a.txt', false],
    ['apps', 'x/apps/y', true],
    ['/apps', 'apps/deep/c.yaml', true],
    ['apps/**', 'apps', true],
    ['/**', 'a', false],
    ['**', 'a', true],
    ['**/c', 'a/b/c', true],
    ['a/**/c', 'a/c', true],
    ['/a**b', 'axxb', false],
    ['a*b', 'axxb', true],
    ['[', '[', false],
    ['trail\\ ', 'trail ', true],
    ['trail ', 'trail', true],
    ['  a.txt', 'a.txt', false],
    ['*.md\r', 'b.md', true],
    ['./apps', 'apps', false],
    ['build/', 'build', false],
    ['build/', 'build/x', true],
    ['\\#hash', '#hash', true],
    ['#hash', '#hash', false],
  ])('%j on %j', (lines, path, expected) => {
    expect(ignored(lines, path)).toBe(expected)
  })

  it('the last match decides and an excluded parent does not block its child', () => {
    expect(ignored('/*\n!/apps/deep/c.yaml', 'apps', true)).toBe(true)
    expect(ignored('/*\n!/apps/deep/c.yaml', 'apps/deep/c.yaml')).toBe(false)
    expect(ignored('!a\na', 'a')).toBe(true)
  })

  it('patterns of a nested file hold below its folder only, and never for the folder itself', () => {
    const filter = filterOf(readPatterns('*.yaml\n', ['apps']))
    expect([filter('x.yaml', false), filter('apps/x.yaml', false), filter('apps', true)]).toEqual([false, true, false])
  })

  it('defaults vanish with the first pattern, the VCS list stays and can be overruled', () => {
    expect(sourceFilter([])('a.png', false)).toBe(true)
    expect(sourceFilter([], '!foo')('a.png', false)).toBe(false)
    expect(sourceFilter([], '# only a comment\n')('a.png', false)).toBe(true)
    expect(sourceFilter([], '!foo')('.gitignore', false)).toBe(true)
    expect(sourceFilter([], '!.gitignore')('.gitignore', false)).toBe(false)
    expect(sourceFilter([])('lib/.git', false)).toBe(false)
    expect(sourceFilter([])('', true)).toBe(false)
  })

  it.each([
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[a\\]]', ']', true],
    ['[a-', 'a', undefined],
    ['[]a]', ']', undefined],
    ['a\\', 'a', undefined],
    ['*a*b*', 'xxaxxbxx', true],
    ['?', 'ü', true],
    ['x[[]1].txt', 'x[1].txt', true],
  ])('glob %j on %j', (pattern, name, expected) => {
    expect(compileGlob(pattern)?.(name)).toBe(expected)
  })

  it('many stars do not explode', () => {
    expect(compileGlob('*a'.repeat(40))?.('a'.repeat(200) + 'b')).toBe(false)
  })
})
