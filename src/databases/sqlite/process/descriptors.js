/** @import { Opening } from '../messages.ts' */

import { fstatSync, readdirSync, readlinkSync, statSync } from 'node:fs'

const folder = '/proc/self/fd'

/** Of what this process has open, the places by their descriptors; null where the system does not say. */
export function openDescriptors() {
  try {
    return new Map(
      readdirSync(folder).flatMap((descriptor) => {
        const place = placeOf(descriptor)
        return place === null ? [] : [/** @type {[number, string]} */ ([Number(descriptor), place])]
      }),
    )
  } catch {
    return null
  }
}

/**
 * Null for the descriptor that listed them, which is closed by now.
 *
 * @param {string} descriptor
 */
function placeOf(descriptor) {
  try {
    return readlinkSync(`${folder}/${descriptor}`)
  } catch {
    return null
  }
}

/**
 * A path may lead elsewhere than when it was checked: what counts is what was opened, and what SQLite opened beside it.
 *
 * @param {Opening} opening
 * @param {ReturnType<typeof openDescriptors>} before what was open before the file
 */
export function refuseOthers({ path, device, inode }, before) {
  const changed = new Error('The file was replaced while it was opened; try again')
  /** @param {{ dev: bigint; ino: bigint }} stat */
  const isChecked = ({ dev, ino }) => String(dev) === device && String(ino) === inode
  const now = openDescriptors()
  if (!before || !now) {
    if (!isChecked(statSync(path, { bigint: true }))) throw changed
    return
  }
  const opened = [...now].filter(([at, place]) => place.startsWith('/') && before.get(at) !== place)
  const expected = new Set(['', '-wal', '-shm', '-journal'].map((end) => path + end))
  if (!opened.every(([, place]) => expected.has(place))) throw changed
  if (!opened.some(([at]) => isChecked(fstatSync(at, { bigint: true })))) throw changed
}
