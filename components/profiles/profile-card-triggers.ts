import { positionPopover } from '@/components/ui/popover-position'
import { callAction } from '@/components/ui/use-form-action'
import { followAction, unfollowAction } from '@/lib/follows/actions'
import { createNote, loadCard } from './profile-card-load'

/** Milliseconds on a name before its card is asked for. */
const openDelay = 500
/** Milliseconds that the pointer may take from the name to the card. */
const closeDelay = 200
/** Pixels that a finger may tremble. */
const tremble = 10

type Way = 'pointer' | 'focus' | 'touch'
type Text = { loadFailed: string; actionFailed: string }

/**
 * Opens the card of a member in `box` when the pointer rests on their name, when the keyboard reaches it, and when a
 * finger stays on it. Listens on the document, so that names which come later have their card too.
 * @returns Ends it.
 */
export function listenForTriggers(box: HTMLElement, text: Text): () => void {
  let name: HTMLElement | null = null
  let way: Way = 'pointer'
  let isOpen = false
  let opening = 0
  let closing = 0
  let request = new AbortController()
  let finger: { name: HTMLElement; x: number; y: number; held: boolean } | null = null
  let isQuiet = false

  const want = (wanted: HTMLElement, by: Way, delay = openDelay) => {
    stay()
    if (name === wanted && (isOpen || by !== 'touch')) return
    close()
    name = wanted
    way = by
    name.setAttribute('aria-haspopup', 'dialog')
    name.setAttribute('aria-expanded', 'false')
    opening = window.setTimeout(() => void open(), delay)
  }

  const open = async () => {
    const wanted = name
    if (!wanted) return
    if (finger) finger.held = true
    const card = await fresh(wanted)
    if (!card || !wanted.isConnected) return
    box.replaceChildren(card)
    box.showPopover()
    isOpen = true
    wanted.setAttribute('aria-expanded', 'true')
    wanted.setAttribute('aria-controls', box.id)
    positionPopover(box, wanted)
  }

  /** The card or what stands in its place; null when it came too late. */
  const fresh = async (wanted: HTMLElement): Promise<Element | null> => {
    request.abort()
    request = new AbortController()
    const { signal } = request
    const card = await loadCard(wanted.dataset.card ?? '', signal).catch(() => createNote(text.loadFailed))
    return signal.aborted ? null : card
  }

  const close = () => {
    clearTimeout(opening)
    stay()
    request.abort()
    name?.setAttribute('aria-expanded', 'false')
    if (isOpen) box.hidePopover()
    name = null
    isOpen = false
  }

  const stay = () => {
    clearTimeout(closing)
    closing = 0
  }

  const leave = () => {
    if (!name || way !== 'pointer') return
    if (!isOpen) close()
    else closing ||= window.setTimeout(close, closeDelay)
  }

  /** Puts the focus back on the name without opening its card once more. */
  const focusName = () => {
    isQuiet = true
    name?.focus()
    isQuiet = false
  }

  const nameAt = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null
  const isInBox = (target: EventTarget | null) => target instanceof Node && box.contains(target)
  const stops = () => [...box.querySelectorAll<HTMLElement>('a[href], button')]

  const onPointerOver = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return
    const hovered = nameAt(event.target)
    if (hovered) want(hovered, 'pointer')
    else if (isInBox(event.target)) stay()
    else leave()
  }

  const onFocusIn = ({ target }: FocusEvent) => {
    if (isQuiet) return
    const focused = nameAt(target)
    if (focused?.matches(':focus-visible')) want(focused, 'focus')
    else if (isInBox(target)) way = (target as Element).matches(':focus-visible') ? 'focus' : way
    else if (name && way === 'focus' && focused !== name) close()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (!name) return
    if (event.key === 'Escape') {
      if (isInBox(document.activeElement)) focusName()
      close()
    }
    if (event.key === 'Tab' && isOpen) onTab(event, name)
  }

  /** The card comes right after its name, wherever it stands in the document. */
  const onTab = (event: KeyboardEvent, from: HTMLElement) => {
    const [first, last] = [stops()[0], stops().at(-1)]
    const active = document.activeElement
    if (active === from && !event.shiftKey && first) {
      event.preventDefault()
      first.focus()
    } else if (active === first && event.shiftKey) {
      event.preventDefault()
      focusName()
    } else if (active === last && !event.shiftKey) {
      focusName()
      close()
    }
  }

  const onPointerDown = (event: PointerEvent) => {
    const pressed = nameAt(event.target)
    if (isOpen && !isInBox(event.target) && pressed !== name) close()
    finger = null
    if (event.pointerType !== 'touch' || !pressed) return
    finger = { name: pressed, x: event.clientX, y: event.clientY, held: false }
    want(pressed, 'touch')
  }

  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (finger && Math.hypot(clientX - finger.x, clientY - finger.y) > tremble) onPointerUp()
  }

  /** A finger that leaves before its time followed the link, or scrolled. */
  const onPointerUp = () => {
    if (finger && !finger.held && way === 'touch' && !isOpen) close()
  }

  /** The browser's own answer to a long press would lie over the card. */
  const onContextMenu = (event: Event) => {
    if (!finger || nameAt(event.target) !== finger.name) return
    event.preventDefault()
    if (finger.held) return
    clearTimeout(opening)
    void open()
  }

  const onClick = (event: Event) => {
    if (finger?.held && nameAt(event.target) === finger.name) event.preventDefault()
    finger = null
  }

  const onSubmit = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement
    if (!form.dataset.cardFollow) return
    event.preventDefault()
    if (name && form.ariaBusy !== 'true') void change(form, name)
  }

  /** Follows or unfollows, and shows what is true then. */
  const change = async (form: HTMLFormElement, of: HTMLElement) => {
    form.ariaBusy = 'true'
    const verb = form.dataset.cardFollow === 'follow' ? followAction : unfollowAction
    const answer = await callAction(verb, new FormData(form)).catch(() => null)
    if (!isOpen || name !== of) return
    if (answer?.ok) {
      const card = await fresh(of)
      if (!card) return
      box.replaceChildren(card)
      box.querySelector<HTMLElement>('[data-card-follow] button')?.focus()
    } else {
      form.ariaBusy = 'false'
      box.querySelector('[role=alert]')?.remove()
      const note = createNote(text.actionFailed)
      note.id = ''
      note.role = 'alert'
      form.parentElement?.append(note)
    }
    positionPopover(box, of)
  }

  const onMove = () => {
    if (!isOpen || !name) return
    const { top, bottom } = name.getBoundingClientRect()
    if (name.isConnected && bottom > 0 && top < innerHeight) positionPopover(box, name)
    else close()
  }

  const ended = new AbortController()
  const listen = <K extends keyof DocumentEventMap>(
    kind: K,
    handler: (event: DocumentEventMap[K]) => void,
    capture = false,
  ) => document.addEventListener(kind, handler, { signal: ended.signal, capture })
  listen('pointerover', onPointerOver)
  listen('pointerdown', onPointerDown)
  listen('pointermove', onPointerMove)
  listen('pointerup', onPointerUp)
  listen('pointercancel', onPointerUp)
  listen('contextmenu', onContextMenu)
  listen('click', onClick, true)
  listen('focusin', onFocusIn)
  listen('keydown', onKeyDown)
  listen('submit', onSubmit)
  listen('scroll', onMove, true)
  document.documentElement.addEventListener('pointerleave', leave, { signal: ended.signal })
  window.addEventListener('resize', onMove, { signal: ended.signal })
  return () => {
    close()
    ended.abort()
  }
}
