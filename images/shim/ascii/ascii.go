// Package ascii looks at text eight bytes at a time: heads and messages of a warm event have some
// thousand bytes, and each must be one that may stand there.
package ascii

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Printable says whether there is nothing but what is printed: blank to tilde.
func Printable(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		if odd(word(text)) != 0 {
			return false
		}
	}
	for index := 0; index < len(text); index++ {
		if text[index] < ' ' || text[index] > '~' {
			return false
		}
	}
	return true
}

// Quotable says whether the text stands between quotes in JSON as it is: printable, without quotes
// and backslashes.
func Quotable(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		each := word(text)
		if odd(each)|equal(each, '"')|equal(each, '\\') != 0 {
			return false
		}
	}
	for index := 0; index < len(text); index++ {
		if each := text[index]; each < ' ' || each > '~' || each == '"' || each == '\\' {
			return false
		}
	}
	return true
}

func word(text string) uint64 {
	return uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
}

// odd is not 0 where a byte is below the blank, 127 or above.
func odd(bytes uint64) uint64 {
	return (bytes | (bytes - ' '*ones) | equal(bytes, 127)) & highs
}

// equal is not 0 where a byte is the one that is looked for; bytes above 127 are found, too.
func equal(bytes uint64, wanted uint64) uint64 {
	differing := bytes ^ wanted*ones
	return (differing - ones) & ^differing & highs
}
