import {afterEach, expect, it, vi} from 'vitest'
import {LOST_FOLDER} from '../../../../src/lib/errors/lost-folder.js'
import {workingFolder} from '../../../../src/lib/wiring/process/working-folder.js'

afterEach(() => vi.restoreAllMocks())

it('is where the process works', () => {
  expect(workingFolder()).toBe(process.cwd())
})

it('is a path where nothing is when somebody removed it', () => {
  vi.spyOn(process, 'cwd').mockImplementation(() => {
    throw Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {code: 'ENOENT'})
  })
  expect(workingFolder()).toBe(LOST_FOLDER)
})
