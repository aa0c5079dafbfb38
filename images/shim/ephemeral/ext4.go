package ephemeral

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"time"
)

// What every file system made here has in common. Blocks have 4,096 bytes; a group is what one
// block of bitmap covers; an inode for each 16 KiB, as mke2fs has it.
const (
	blockBytes       = 4096
	blocksPerGroup   = blockBytes * 8
	inodesPerGroup   = 8192
	inodeBytes       = 256
	inodeTableBlocks = inodesPerGroup * inodeBytes / blockBytes
	descriptorBytes  = 32
	inodesReserved   = 10
	rootInode        = 2
	blocksPerMiB     = 1 << 20 / blockBytes
)

const (
	modeDirectory1777 = 0o041777
	extentMagic       = 0xf30a
	inodeHasExtents   = 0x80000
	fileTypeDirectory = 2
)

var little = binary.LittleEndian

// layout is where things are: superblock, group descriptors, then the block bitmaps of all groups,
// their inode bitmaps, their inode tables, then the root directory. What follows is free.
type layout struct {
	blocks, groups uint32
}

// layoutFor leaves so many MiB to the function: what the kernel holds back for itself comes on top
// (a fiftieth, 4,096 blocks at most).
func layoutFor(megabytes int) layout {
	wanted := uint32(megabytes) * blocksPerMiB
	l := layout{blocks: wanted}
	for {
		l.groups = (l.blocks + blocksPerGroup - 1) / blocksPerGroup
		heldBack := l.blocks / 50
		if heldBack > 4096 {
			heldBack = 4096
		}
		needed := wanted + l.used() + heldBack
		if needed <= l.blocks {
			return l
		}
		l.blocks = needed
	}
}

func (l layout) bytes() int64              { return int64(l.blocks) * blockBytes }
func (l layout) blockBitmaps() uint32      { return 2 }
func (l layout) inodeBitmaps() uint32      { return l.blockBitmaps() + l.groups }
func (l layout) inodeTables() uint32       { return l.inodeBitmaps() + l.groups }
func (l layout) rootDirectory() uint32     { return l.inodeTables() + l.groups*inodeTableBlocks }
func (l layout) used() uint32              { return l.rootDirectory() + 1 }
func (l layout) inodes() uint32            { return l.groups * inodesPerGroup }
func offsetOf(block uint32) int64          { return int64(block) * blockBytes }
func (l layout) start(group uint32) uint32 { return group * blocksPerGroup }

// length is the number of blocks of the group: the last may be shorter.
func (l layout) length(group uint32) uint32 {
	return atMost(l.blocks-l.start(group), blocksPerGroup)
}

// usedIn is how many of the group's blocks are taken: those at the beginning of everything.
func (l layout) usedIn(group uint32) uint32 {
	if l.used() <= l.start(group) {
		return 0
	}
	return atMost(l.used()-l.start(group), l.length(group))
}

func atMost(value, limit uint32) uint32 {
	if value > limit {
		return limit
	}
	return value
}

// makeFileSystem writes an empty ext4 into what is all zeros: no journal, since nothing of it
// outlives a crash; no lost+found, since a function sees none; the root open to everybody.
func makeFileSystem(to io.WriterAt, l layout, now time.Time) error {
	head := make([]byte, 2*blockBytes)
	if err := l.writeSuperblock(head[1024:2048], uint32(now.Unix())); err != nil {
		return err
	}
	l.writeDescriptors(head[blockBytes:])
	if _, err := to.WriteAt(head, 0); err != nil {
		return err
	}
	if _, err := to.WriteAt(l.bitmaps(), offsetOf(l.blockBitmaps())); err != nil {
		return err
	}
	at := offsetOf(l.inodeTables()) + (rootInode-1)*inodeBytes
	if _, err := to.WriteAt(l.root(uint32(now.Unix())), at); err != nil {
		return err
	}
	_, err := to.WriteAt(rootEntries(), offsetOf(l.rootDirectory()))
	return err
}

// Features: extended attributes, directory index, no copies of the superblock (sparse_super2) ·
// file types in directories, extents, metadata of all groups in one place (flex_bg) · large and
// huge files, more than 65,000 subfolders, room in inodes.
const (
	featuresCompatible   = 0x8 | 0x20 | 0x200
	featuresIncompatible = 0x2 | 0x40 | 0x200
	featuresReadOnly     = 0x2 | 0x8 | 0x20 | 0x40
)

func (l layout) writeSuperblock(to []byte, now uint32) error {
	for offset, value := range map[int]uint32{
		0x00: l.inodes(), 0x04: l.blocks,
		0x0c: l.blocks - l.used(), 0x10: l.inodes() - inodesReserved,
		0x18: 2, 0x1c: 2, 0x20: blocksPerGroup, 0x24: blocksPerGroup, 0x28: inodesPerGroup,
		0x30: now, 0x40: now, 0x4c: 1, 0x54: inodesReserved + 1,
		0x5c: featuresCompatible, 0x60: featuresIncompatible, 0x64: featuresReadOnly,
		0x108: now,
		// Directory hashes take bytes as signed: the same on every processor.
		0x160: 1,
	} {
		little.PutUint32(to[offset:], value)
	}
	for offset, value := range map[int]uint16{
		// Never checked by number of mounts; clean; errors do not stop it; 256-byte inodes.
		0x36: 0xffff, 0x38: 0xef53, 0x3a: 1, 0x3c: 1, 0x58: inodeBytes, 0x15c: 32, 0x15e: 32,
	} {
		little.PutUint16(to[offset:], value)
	}
	copy(to[0x78:], "lambox-tmp")
	// Half MD4; 16 groups share the place of their metadata.
	to[0xfc], to[0x174] = 1, 4
	if _, err := rand.Read(to[0x68:0x78]); err != nil {
		return err
	}
	_, err := rand.Read(to[0xec:0xfc])
	return err
}

func (l layout) writeDescriptors(to []byte) {
	for group := uint32(0); group < l.groups; group++ {
		at := to[group*descriptorBytes:]
		little.PutUint32(at[0:], l.blockBitmaps()+group)
		little.PutUint32(at[4:], l.inodeBitmaps()+group)
		little.PutUint32(at[8:], l.inodeTables()+group*inodeTableBlocks)
		little.PutUint16(at[12:], uint16(l.length(group)-l.usedIn(group)))
		little.PutUint16(at[14:], uint16(inodesPerGroup-reservedIn(group)))
		if group == 0 {
			little.PutUint16(at[16:], 1)
		}
	}
}

func reservedIn(group uint32) uint32 {
	if group == 0 {
		return inodesReserved
	}
	return 0
}

// bitmaps are those of the blocks of all groups, then those of the inodes. Bits of what is not
// there are set.
func (l layout) bitmaps() []byte {
	bitmaps := make([]byte, 2*l.groups*blockBytes)
	for group := uint32(0); group < l.groups; group++ {
		blocks := bitmaps[group*blockBytes:][:blockBytes]
		setBits(blocks, 0, l.usedIn(group))
		setBits(blocks, l.length(group), blocksPerGroup)
		inodes := bitmaps[(l.groups+group)*blockBytes:][:blockBytes]
		setBits(inodes, 0, reservedIn(group))
		setBits(inodes, inodesPerGroup, blocksPerGroup)
	}
	return bitmaps
}

func setBits(bitmap []byte, from, to uint32) {
	for bit := from; bit < to; bit++ {
		bitmap[bit/8] |= 1 << (bit % 8)
	}
}

// root is the inode of a directory of one block.
func (l layout) root(now uint32) []byte {
	inode := make([]byte, inodeBytes)
	little.PutUint16(inode[0x00:], modeDirectory1777)
	little.PutUint32(inode[0x04:], blockBytes)
	for _, offset := range []int{0x08, 0x0c, 0x10, 0x90} {
		little.PutUint32(inode[offset:], now)
	}
	little.PutUint16(inode[0x1a:], 2)
	little.PutUint32(inode[0x1c:], blockBytes/512)
	little.PutUint32(inode[0x20:], inodeHasExtents)
	extents := inode[0x28:]
	little.PutUint16(extents[0:], extentMagic)
	little.PutUint16(extents[2:], 1)
	little.PutUint16(extents[4:], 4)
	little.PutUint16(extents[16:], 1)
	little.PutUint32(extents[20:], l.rootDirectory())
	little.PutUint16(inode[0x80:], 32)
	return inode
}

func rootEntries() []byte {
	block := make([]byte, blockBytes)
	writeEntry(block, 12, ".")
	writeEntry(block[12:], blockBytes-12, "..")
	return block
}

func writeEntry(to []byte, length uint16, name string) {
	little.PutUint32(to[0:], rootInode)
	little.PutUint16(to[4:], length)
	to[6], to[7] = byte(len(name)), fileTypeDirectory
	copy(to[8:], name)
}
