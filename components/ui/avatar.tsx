type Props = {
  src: string
  srcSet?: string | undefined
  alt: string
  size: number
  eager?: boolean | undefined
}

/** A round picture; `size` in CSS pixels. */
export function Avatar({ src, srcSet, alt, size, eager = false }: Props) {
  return (
    // biome-ignore lint/performance/noImgElement: pictures are stored in the sizes that pages need
    <img
      src={src}
      srcSet={srcSet}
      alt={alt}
      width={size}
      height={size}
      loading={eager ? undefined : 'lazy'}
      className="avatar"
    />
  )
}
