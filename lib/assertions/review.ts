import type { IConstruct } from 'constructs';
import { documentsIn } from '../manifest/input/documents-in';
import { Rejection } from '../props/rejection';
import { checkShapes, flag, oneOf, checkShape, required, text } from '../props/shape';
import { descriptions, review, reviewDocuments, type Finding } from '../review';
import { findingsInWords } from '../review/reporters/findings';
import { reachesSeverity } from '../review/rule';
import { reviewOptionsOf } from '../review/team-options';
import { objectsOf } from './objects-of';
import { boundFinding, FindingSeverity, type ReviewFinding } from './review-finding';

/** What a team says about its reviews. */
export interface ReviewProps {
  /**
   * The file of the team's decisions: `probewise.config.yaml`.
   *
   * @default - none is read
   */
  readonly config?: string;
  /**
   * Whether what is reviewed is all there is, so that a target that is absent is an error.
   *
   * @default false - or what the configuration says
   */
  readonly complete?: boolean;
}

/** What the rules say of a chart or of manifests, to be asserted in a test: what `probewise review` prints. */
export class Review {
  /**
   * Of all objects in a chart or an app, together.
   *
   * @throws if the chart cannot be synthesised, or the configuration cannot be read
   */
  public static of(scope: IConstruct, props: ReviewProps = {}): Review {
    check(props);
    return new Review(review(objectsOf('Review', scope), reviewOptionsOf(props)));
  }

  /**
   * Of the manifests in a file or a folder.
   *
   * @throws if a part of them cannot be read
   */
  public static ofFile(path: string, props: ReviewProps = {}): Review {
    checkShape('path', path, required(text('manifests/web.yaml')));
    check(props);
    return new Review(reviewDocuments(documentsIn(path), reviewOptionsOf(props)));
  }

  private constructor(private readonly all: readonly Finding[]) {}

  /** The findings that nobody suppressed, in the order of the objects, the worst first within one. */
  public get findings(): ReviewFinding[] {
    return this.open.map(boundFinding);
  }

  /** The findings that are suppressed, each with its reason. */
  public get suppressed(): ReviewFinding[] {
    return this.all.filter(({ suppressed }) => suppressed).map(boundFinding);
  }

  /** The findings of this severity and of graver ones. */
  public atLeast(severity: FindingSeverity): ReviewFinding[] {
    checkShape('severity', severity, required(oneOf(FindingSeverity, 'FindingSeverity')));
    return this.open.filter((finding) => reachesSeverity(finding.severity, severity)).map(boundFinding);
  }

  /**
   * The findings of one rule.
   *
   * @throws if there is no such rule: a name that is misspelt would find nothing for ever
   */
  public ofRule(rule: string): ReviewFinding[] {
    if (!descriptions().some(({ id }) => id === rule)) {
      throw new Rejection(`rule ${JSON.stringify(rule)}`, 'there is none of this name', 'probewise rules lists them');
    }
    return this.findings.filter((finding) => finding.rule === rule);
  }

  /**
   * Ends the test unless there is no finding of this severity or of a graver one.
   *
   * @throws what the review says, in words
   */
  public assertPasses(severity: FindingSeverity = FindingSeverity.ERROR): void {
    const grave = this.atLeast(severity);
    if (grave.length > 0) {
      throw new Error(
        `expected no findings of severity ${severity}${severity === FindingSeverity.ERROR ? '' : ' or above'}\n\n${this.explain()}`,
      );
    }
  }

  /** The findings in words, with what they cost and how they are fixed. */
  public explain(): string {
    return findingsInWords(this.open);
  }

  private get open(): readonly Finding[] {
    return this.all.filter(({ suppressed }) => !suppressed);
  }
}

function check(props: ReviewProps): void {
  checkShapes('review', props, { config: text('probewise.config.yaml'), complete: flag(true) });
}
