type Props = { src: string; alt: string; size: number; eager?: boolean }

/** A round picture; `size` in CSS pixels. */
export function Avatar({ src, alt, size, eager = false }: Props) {
  return (
    // biome-ignore lint/performance/noImgElement: pictures are stored in the sizes that pages need
    <img
      src={src}
      alt={alt}
      width={size}
      height={size}
      loading={eager ? undefined : 'lazy'}
      className="avatar"
    />
  )
}
