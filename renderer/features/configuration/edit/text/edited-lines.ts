/** The bar beside lines that differ from the file on disk. */
import { Chunk } from '@codemirror/merge'
import { RangeSet, StateEffect, StateField, Text, type Extension } from '@codemirror/state'
import { gutter, GutterMarker } from '@codemirror/view'

interface EditedLines {
  readonly saved: Text
  readonly markers: RangeSet<GutterMarker>
}

const setSaved = StateEffect.define<Text>()

class EditedMarker extends GutterMarker {
  override readonly elementClass = 'cm-editedLine'
}
const MARKER = new EditedMarker()
const NO_MARKERS: RangeSet<GutterMarker> = RangeSet.of<GutterMarker>([])

const editedLines = StateField.define<EditedLines>({
  create: (state) => ({ saved: state.doc, markers: NO_MARKERS }),
  update: (before, transaction) => {
    const saved = transaction.effects.find((effect) => effect.is(setSaved))?.value ?? before.saved
    if (saved === before.saved && !transaction.docChanged) return before
    return { saved, markers: markersOf(saved, transaction.newDoc) }
  },
})

/** The gutter; until `savedLines` says otherwise the first text counts as saved. */
export const editGutter: Extension = [
  editedLines,
  gutter({ class: 'cm-editGutter', markers: (view) => view.state.field(editedLines).markers }),
]

/** What is on disk, in the editor's line ends. */
export function savedLines(text: string): StateEffect<Text> {
  return setSaved.of(Text.of(text.split('\n')))
}

function markersOf(saved: Text, doc: Text): RangeSet<GutterMarker> {
  if (saved.eq(doc)) return NO_MARKERS
  const starts: number[] = []
  for (const chunk of Chunk.build(saved, doc)) {
    const last = Math.min(chunk.endB, doc.length)
    for (let at = chunk.fromB; at <= last && chunk.toB > chunk.fromB; at = doc.lineAt(at).to + 1) {
      starts.push(doc.lineAt(at).from)
    }
  }
  return RangeSet.of(starts.map((from) => MARKER.range(from)))
}
