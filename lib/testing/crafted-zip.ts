import { crc32, deflateRawSync } from 'node:zlib'

export type CraftedEntry = {
  name: string
  content?: string | Buffer
  /** What the headers claim; by default the truth. */
  claimedSize?: number
  flags?: number
  /** The Unix mode in the external attributes. */
  mode?: number
  /** The checksum in the headers. */
  checksum?: number
}

/** Makes a zip byte by byte (APPNOTE 4.3), also one that no tool would make. */
export function craftZip(entries: CraftedEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const [local, central] = headersOf(entry, offset)
    files.push(local)
    directory.push(central)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, central, end])
}

function headersOf(
  { name, content = '', claimedSize, flags = 0, mode = 0o100644, checksum }: CraftedEntry,
  offset: number,
) {
  const bytes = Buffer.from(content)
  const data = deflateRawSync(bytes)
  const path = Buffer.from(name)
  const size = claimedSize ?? bytes.length
  // Sizes beyond 32 bits are in the extra field of zip64 (APPNOTE 4.5.3).
  const isLarge = size > 0xfffffffe
  const extra = Buffer.alloc(isLarge ? 12 : 0)
  if (isLarge) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(BigInt(size), 4)
  }
  const common = Buffer.alloc(26)
  common.writeUInt16LE(isLarge ? 45 : 20, 0)
  common.writeUInt16LE(flags, 2)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(checksum ?? crc32(bytes), 10)
  common.writeUInt32LE(data.length, 14)
  common.writeUInt32LE(isLarge ? 0xffffffff : size, 18)
  common.writeUInt16LE(path.length, 22)
  common.writeUInt16LE(extra.length, 24)
  const local = Buffer.concat([signature(0x04034b50), common, path, extra, data])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE((mode << 16) >>> 0, 6)
  rest.writeUInt32LE(offset, 10)
  const madeByUnix = Buffer.from([0x14, 3])
  return [local, Buffer.concat([signature(0x02014b50), madeByUnix, common, rest, path, extra])] as const
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value, 0)
  return bytes
}
