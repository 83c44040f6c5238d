# Both editions of every manuscript in a folder, printed by `cutline make-rules`. Save it as Makefile, or
# include it in yours:
#
#     make -j4                      everything that has changed, into out/
#     make out/harbour.pdf          one book (its EPUB is made along with it)
#     make -k                       go on past a manuscript with an error
#     make clean
#
# A manuscript is a Markdown or plain-text file, or a folder with a cutline.toml. Each book is made again when
# something changes that it was made from, goes, or comes: a photo that arrives makes the books that wait for it.
# GNU make 4.2 or later: there a pattern rule with two targets runs once for both.

CUTLINE ?= cutline
# Where the manuscripts are, and where the editions go. Neither may have a space in its name.
FROM    ?= .
OUT     ?= out
# Say, --strict. Both editions must come out, or make would make the other one for ever.
OPTIONS ?=
# SHARD=0/3 makes a third of the books; 1/3 and 2/3, on other machines, the rest.

cutline-from     := $(if $(filter-out . ./,$(FROM)),$(FROM:/=)/)
cutline-articles := $(filter-out README.md,$(patsubst $(cutline-from)%,%,$(wildcard $(cutline-from)*.md $(cutline-from)*.txt)))
cutline-projects := $(patsubst $(cutline-from)%/cutline.toml,%,$(wildcard $(cutline-from)*/cutline.toml))
cutline-books    := $(sort $(basename $(cutline-articles)) $(cutline-projects))
ifdef SHARD
cutline-books    := $(shell printf '%s\n' $(cutline-books) | awk -v shard=$(SHARD) \
	'BEGIN { split(shard, part, "/") } (NR - 1) % part[2] == part[1]')
endif
cutline-editions := $(foreach book,$(cutline-books),$(OUT)/$(book).epub $(OUT)/$(book).pdf)

# What each book depends on, written when it was made.
cutline-notes    := $(OUT)/.cutline/make
cutline-binary   := $(shell command -v $(CUTLINE) 2>/dev/null)

.PHONY: all clean cutline-again
all: $(cutline-editions)

clean:
	rm -f $(cutline-editions) $(cutline-books:%=$(cutline-notes)/%.d)

# With several books at once, make has threads enough.
cutline-build = $(CUTLINE) build $(if $(and $(findstring -j,$(MAKEFLAGS)),$(word 2,$(cutline-books))),-j1) $(OPTIONS) \
	--depfile $(cutline-notes)/$*.d -o $(OUT)

$(OUT)/%.epub $(OUT)/%.pdf: $(cutline-from)%.md $(cutline-binary)
	$(cutline-build) $<

$(OUT)/%.epub $(OUT)/%.pdf: $(cutline-from)%.txt $(cutline-binary)
	$(cutline-build) $<

$(OUT)/%.epub $(OUT)/%.pdf: $(cutline-from)%/cutline.toml $(cutline-binary)
	$(cutline-build) $(cutline-from)$*

# A book of which nothing is known is made.
$(foreach book,$(cutline-books),$(if $(wildcard $(cutline-notes)/$(book).d),,\
	$(eval $(OUT)/$(book).epub $(OUT)/$(book).pdf: cutline-again)))

-include $(wildcard $(cutline-books:%=$(cutline-notes)/%.d))
