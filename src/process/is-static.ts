import { type FileHandle, open } from 'node:fs/promises';

const PT_INTERP = 3;

/** Whether a program is one file and needs no other: a Linux program (ELF, 64 bit) without a loader. */
export async function isStatic(program: string): Promise<boolean> {
  const file = await open(program);
  try {
    const header = await read(file, 0, 64);
    const isElf = header.toString('latin1', 0, 5) === '\x7FELF\x02' && header.length === 64;
    return isElf && !(await types(file, header)).includes(PT_INTERP);
  } finally {
    await file.close();
  }
}

/** The types of the program's segments. */
async function types(file: FileHandle, header: Buffer): Promise<number[]> {
  const [start, size, count] = [header.readBigUInt64LE(32), header.readUInt16LE(54), header.readUInt16LE(56)];
  const table = await read(file, Number(start), size * count);
  return Array.from({ length: count }, (_, i) => table.readUInt32LE(i * size));
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
