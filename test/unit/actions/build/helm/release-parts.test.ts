import {describe, expect, it} from 'vitest'
import {shown} from '../../../../../src/lib/actions/build/helm/release-parts.js'

const parts = ['web/templates/a.yaml', 'web/templates/sub/b.yaml', 'web/crds/c.yaml'].map((path) => ({path, text: 'x: 1'}))
const sources = (...only: string[]) => shown(parts, only).match(/(?<=# Source: ).+/g)

describe('--show-only of build helmrelease', () => {
  it('takes names as in the chart, with the name of the chart, and patterns as helm does', () => {
    expect(sources()).toEqual(parts.map(({path}) => path))
    expect(sources('templates/a.yaml')).toEqual(['web/templates/a.yaml'])
    expect(sources('web/crds/c.yaml', 'templates/*.yaml')).toEqual(['web/templates/a.yaml', 'web/crds/c.yaml'])
    expect(sources('templates/*/[a-c].yaml')).toEqual(['web/templates/sub/b.yaml'])
  })

  it('names the pattern that nothing has', () => {
    expect(() => sources('templates/*.yaml', 'templates/z*')).toThrow('could not find template templates/z* in chart')
  })
})
