package ascii

import "testing"

// Every byte at every place of texts around a word's length, against the sentence itself.
func TestEachByteEverywhere(t *testing.T) {
	for length := 0; length <= 17; length++ {
		for place := 0; place < length; place++ {
			for value := 0; value < 256; value++ {
				text := make([]byte, length)
				for index := range text {
					text[index] = '~'
				}
				text[place] = byte(value)
				printable := value >= ' ' && value <= '~'
				if Printable(string(text)) != printable {
					t.Fatalf("printable %q: %v", text, !printable)
				}
				quotable := printable && value != '"' && value != '\\'
				if Quotable(string(text)) != quotable {
					t.Fatalf("quotable %q: %v", text, !quotable)
				}
			}
		}
	}
	if !Printable("") || !Quotable("") {
		t.Error("the empty text is neither")
	}
}
