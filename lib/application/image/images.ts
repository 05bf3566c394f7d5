import type { Container } from '../../manifest/container';
import { imageName, type Image } from './image';
import { knownImage } from './known-base';

/** What was read of applications, by the name of the image, with or without its tag; `*` stands for every image. */
export type Images = ReadonlyMap<string, Image>;

/** What is known of a container's image: under its full name, or without tag and digest; else what everybody knows of it. */
export function imageOf(images: Images, { image = '' }: Container): Image | undefined {
  return images.get(image) ?? images.get(imageName(image)) ?? images.get('*') ?? knownImage(image);
}
