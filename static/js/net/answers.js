/**
 * What the API answers. What is not known is left out of an answer, never null.
 *
 * Made from the API's description by `python -m tests.support.api_types`.
 *
 * @typedef {object} DigitAnswer  One digit of the answer, from left to right
 * @property {number} digit
 * @property {number} confidence  How likely it is that the ink is a digit, and this one
 * @property {number[]} probabilities  Of 0 to 9, given that it is a digit; they sum to 1
 * @property {[number, number, number, number]} box  x, y, width, height; your units
 * @property {number[]} strokes  Which of your strokes are this digit; empty for a picture
 * @property {string} [tile]  What the network saw: 28×28 PNG as data URL, with include "tiles"
 *
 * @typedef {object} IgnoredAnswer  A mark beside the digits that was left out: the answer holds digits alone
 * @property {[number, number, number, number]} box  x, y, width, height; your units
 * @property {"dot" | "dash" | "line" | "ring" | "sign"} kind  "dot": a point or comma; "dash"; "line": under the number; "ring": around it; "sign": as tall as a digit
 * @property {number[]} strokes  Which of your strokes it is; empty for a picture
 *
 * @typedef {object} ModelAnswer  Which model version answered
 * @property {number} version
 * @property {string} name
 *
 * @typedef {object} RecognizeAnswer  What was read
 * @property {string} text  The digits, left to right; empty if nothing was drawn
 * @property {number} confidence
 * @property {"recognized" | "uncertain" | "not_a_digit" | "empty"} verdict
 * @property {DigitAnswer[]} digits
 * @property {IgnoredAnswer[]} ignored  Marks that were left out, from left to right
 * @property {ModelAnswer} model
 * @property {TimingsAnswer} timings_ms
 * @property {string} [ink]  The ink found in a picture, white on black: PNG as data URL, with include "ink"; not for strokes
 * @property {string} [reason]  Why nothing was found in a picture, as far as can be told; only where nothing was
 * @property {string} [receipt]  Signed by the server: with it the reading can be given within a day, once
 * @property {boolean} [wanted]  Drawn by lot: this reading may be given even if nothing is said of it
 *
 * @typedef {object} TimingsAnswer  Milliseconds spent
 * @property {number} preprocess
 * @property {number} network
 *
 * @typedef {object} DrawingAnswer  What the network sees of a drawing, and says to it
 * @property {string} tile  Base64 of 784 bytes: 28 rows of 28 pixels, ink 255
 * @property {number} digit
 * @property {number[]} outputs  Activations a of the output layer: of 0 to 9, and where the version has an eleventh output, of what is no digit
 * @property {number} temperature  T of the version, by which outputs become probabilities; 1 where none was fitted
 * @property {number[]} probabilities  Of 0 to 9: pⱼ = aⱼ^(1/T) / Σₖ aₖ^(1/T) over all outputs; for `digit`, its confidence
 * @property {ModelAnswer} model
 *
 * @typedef {object} VersionAnswer  One version that can be looked into
 * @property {number} version
 * @property {string} name
 * @property {boolean} is_active
 * @property {number} parameters
 * @property {number} [mnist_accuracy]
 *
 * @typedef {object} VersionsAnswer  All of them
 * @property {VersionAnswer[]} versions
 *
 * @typedef {object} InsideAnswer  What a version makes of the drawing, layer by layer
 * @property {ModelAnswer} model
 * @property {string} tile  Base64 of 784 bytes: 28 rows of 28 pixels, ink 255
 * @property {number} digit
 * @property {number[]} outputs  Activations a of the output layer: of 0 to 9, and where the version has an eleventh output, of what is no digit
 * @property {number} temperature  T of the version, by which outputs become probabilities; 1 where none was fitted
 * @property {number[]} probabilities  Of 0 to 9: pⱼ = aⱼ^(1/T) / Σₖ aₖ^(1/T) over all outputs; for `digit`, its confidence
 * @property {LayerAnswer[]} layers
 *
 * @typedef {object} LayerAnswer  One layer as it is for the drawing
 * @property {string} type
 * @property {string} activation
 * @property {number} parameters
 * @property {LayoutAnswer} layout
 * @property {MapAnswer} activations  To the nearest of 256 steps, for pictures
 *
 * @typedef {object} LayoutAnswer  How numbers are laid out: so many pictures of one size, one after another, row by row
 * @property {number} maps
 * @property {number} height
 * @property {number} width
 *
 * @typedef {object} MapAnswer  Numbers in steps of a byte, for pictures: value = low + byte · (high − low) / 255
 * @property {number} low
 * @property {number} high
 * @property {string} values  Base64, a byte each
 *
 * @typedef {object} NeuronAnswer  A neuron: z = Σ weights · inputs + bias, a = σ(z)
 * @property {number} layer
 * @property {number} unit
 * @property {[number, number]} [place]
 * @property {LayoutAnswer} layout
 * @property {number[]} weights
 * @property {number[]} inputs
 * @property {number[]} products  weights · inputs, one by one
 * @property {number} bias
 * @property {number} z
 * @property {number} a
 * @property {string} activation
 *
 * @typedef {object} DifferenceAnswer  Why one digit and not another
 * @property {number} digit
 * @property {number} against
 * @property {number} z  The difference of the two weighted inputs
 * @property {number} total  The sum of the map
 * @property {MapAnswer} map
 *
 * @typedef {object} EvidenceAnswer  How much each pixel speaks for each digit, in units of z of its output neuron
 * @property {"gradient" | "occlusion"} method
 * @property {number} patch  Side of the square that covers ink, in pixels
 * @property {number[]} scores  z of the output neurons of the ten digits
 * @property {number[]} totals  The sum of each map
 * @property {MapAnswer[]} maps
 * @property {DifferenceAnswer} [difference]
 *
 * @typedef {object} NeighbourAnswer  A known digit
 * @property {string} tile
 * @property {number} label
 * @property {number} distance
 * @property {"mnist" | "drawn"} source
 *
 * @typedef {object} NeighboursAnswer  The nearest known digits
 * @property {boolean} is_ready
 * @property {number} known  How many digits there are to choose from
 * @property {NeighbourAnswer[]} neighbours
 *
 * @typedef {object} RuledDigitAnswer  A digit, what each rule says of it, and what the network reads
 * @property {string} tile
 * @property {number} label
 * @property {Record<string, boolean>} passes  By the names of the rules: loop, top, stem
 * @property {number} read
 *
 * @typedef {object} RulesAnswer  Nines and other digits
 * @property {"mnist" | "synthetic"} source
 * @property {RuledDigitAnswer[]} digits
 *
 * @typedef {object} CandidateAnswer  Ink that may be a digit
 * @property {[number, number, number, number]} box
 * @property {string} tile
 * @property {number} digit
 * @property {number} probability
 * @property {number} [place]  Its place in the number, if it is on the likeliest way
 *
 * @typedef {object} NumberAnswer  A number, what of it may be digits, and what is read
 * @property {(([number, number])[])[]} strokes  A digit is about 1 high, y downwards
 * @property {CandidateAnswer[]} candidates  That the network has looked at
 * @property {number} not_looked_at  Candidates that cannot be on the likeliest way
 * @property {string} text
 * @property {number} probability  Of the likeliest way beside all others
 *
 * @typedef {object} SizedLayerAnswer  A layer of neurons
 * @property {number} units
 * @property {number} weights
 * @property {number} biases
 * @property {number[]} activations  Of its first neurons
 *
 * @typedef {object} SizesAnswer  The layers behind the input layer
 * @property {SizedLayerAnswer[]} layers
 * @property {number} parameters
 *
 * @typedef {object} PerceptronAnswer  Its decisions
 * @property {number[]} z
 * @property {number[]} outputs
 *
 * @typedef {object} PerceptronsAnswer  What each perceptron decided
 * @property {number[][][]} decisions  By layer, row of `inputs`, perceptron
 *
 * @typedef {object} AdderAnswer  Their sum, and what every NAND gate gave
 * @property {Record<string, number>} gates
 * @property {number} sum
 * @property {number} carry
 *
 * @typedef {object} CurveAnswer  What it gives from x = −1 to 1, and what a perceptron with the same numbers gives
 * @property {number[]} x
 * @property {number[]} sigmoid
 * @property {number[]} step
 *
 * @typedef {object} RecurrentAnswer  What it answers at each moment, without the loop and with it
 * @property {number[]} inputs
 * @property {number[]} feedforward
 * @property {number[]} recurrent
 *
 * @typedef {object} ChangeAnswer  Both sides of Δoutput ≈ ∂output/∂w Δw + ∂output/∂b Δb
 * @property {number} digit
 * @property {number} unit
 * @property {number} input
 * @property {number} weight
 * @property {number} bias
 * @property {number} slope_w
 * @property {number} slope_b
 * @property {number} before
 * @property {number} after
 * @property {number} found  Δoutput, by computing the output anew
 * @property {number} foretold  ∂output/∂w Δw + ∂output/∂b Δb
 *
 * @typedef {object} LevelPlaceAnswer  A place of a surface where ∇C = 0
 * @property {[number, number]} v
 * @property {number} cost
 * @property {"lowest" | "valley" | "saddle" | "top"} kind
 *
 * @typedef {object} SurfaceAnswer  A function C(v₁, v₂) to roll down
 * @property {string} name
 * @property {string} formula  C in the notation of recognizer/mathml.py
 * @property {string} gradient_formula
 * @property {number} reach  The grid goes from −reach to reach in v₁ and in v₂
 * @property {[number, number]} start
 * @property {[number, number, number]} learning_rates  Too small, right, too large
 * @property {number[][]} grid  C: rows are v₂, columns v₁, both rising
 * @property {LevelPlaceAnswer[]} level_places  All solutions of ∇C = 0, the lowest first
 *
 * @typedef {object} SurfacesAnswer  All surfaces
 * @property {SurfaceAnswer[]} surfaces
 *
 * @typedef {object} DescentAnswer  Where the ball was after 0, 1, … steps
 * @property {([number, number])[]} path  v₁ and v₂
 * @property {number[]} costs
 * @property {([number, number])[]} gradients
 * @property {number[]} rates  η of each step
 * @property {number[]} promised  ∇C · Δv of each step
 * @property {"arrived" | "on_the_way" | "unsteady" | "diverged"} outcome
 *
 * @typedef {object} AllVariablesAnswer  The cost after 0, 1, … steps with the full gradient
 * @property {"mnist" | "synthetic"} source
 * @property {number} variables
 * @property {number} digits  Over which the gradient is the mean
 * @property {number[]} costs
 * @property {number[]} right
 * @property {number[]} promised  −η ‖∇C‖² of each step
 *
 * @typedef {object} SampleAnswer  A digit of a set
 * @property {string} tile
 * @property {number} label
 * @property {number} place  In the set, from 0
 *
 * @typedef {object} SamplesAnswer  A page of a set of digits
 * @property {"mnist" | "synthetic"} source
 * @property {number} total  Of the set
 * @property {number} matching  Of the class that was asked for
 * @property {number} pages
 * @property {SampleAnswer[]} samples
 *
 * @typedef {object} CostAnswer  The quadratic cost on real digits
 * @property {"mnist" | "synthetic"} source
 * @property {DigitCostAnswer[]} digits
 * @property {number} cost
 * @property {number} right
 * @property {number} total
 * @property {WayAnswer} way
 *
 * @typedef {object} DigitCostAnswer  What one digit costs
 * @property {string} tile
 * @property {number} label
 * @property {number[]} outputs
 * @property {number} cost
 *
 * @typedef {object} WayAnswer  Cost and right answers along w − t ∇C
 * @property {number[]} places
 * @property {number[]} costs
 * @property {number[]} right
 * @property {number} total
 *
 * @typedef {object} BatchAnswer  The gradient of one mini-batch beside the full one
 * @property {"mnist" | "synthetic"} source
 * @property {number} digits  n, over which the full gradient is the mean
 * @property {string[]} tiles  Of the first digits of the mini-batch
 * @property {number[]} estimated  ∂C/∂b of the ten outputs
 * @property {number[]} full
 * @property {number} error
 * @property {number} length  ‖∇C‖
 * @property {number} cosine
 *
 * @typedef {object} ErrorsAnswer  The error by the size of the mini-batch
 * @property {"mnist" | "synthetic"} source
 * @property {number} digits
 * @property {number} length
 * @property {MeasuredErrorAnswer[]} errors
 *
 * @typedef {object} MeasuredErrorAnswer  The error of mini-batches of one size
 * @property {number} size
 * @property {number} draws
 * @property {number} error
 * @property {number} predicted
 * @property {number} cosine
 *
 * @typedef {object} AgreementAnswer  How well backpropagation and difference quotients agree, over everything
 * @property {number} entries
 * @property {number} agreeing
 * @property {number} largest
 * @property {number} tolerance
 * @property {number} h
 *
 * @typedef {object} CheckedMatrix  The same for the weights of several neurons: a row each
 * @property {number[][]} exact
 * @property {number[][]} quotients
 *
 * @typedef {object} CheckedNumbers  Derivatives, and the difference quotients that judge them
 * @property {number[]} exact
 * @property {number[]} quotients
 *
 * @typedef {object} LayerNumbers  Every number of one layer; its neurons are the entries
 * @property {number} inputs
 * @property {number[]} z
 * @property {number[]} a
 * @property {number[]} slope  σ'(z)
 * @property {number[]} back  ∂C/∂a: ∇ₐC, or (w of the next layer)ᵀ δ
 * @property {number[]} b
 * @property {CheckedNumbers} delta
 * @property {CheckedNumbers} nabla_b
 *
 * @typedef {object} NeuronWeights  All weights into one hidden neuron
 * @property {number} neuron
 * @property {number[]} w
 * @property {CheckedNumbers} nabla_w
 *
 * @typedef {object} OutputWeights  All weights into the ten outputs: a row for each output
 * @property {number[][]} w
 * @property {CheckedMatrix} nabla_w
 *
 * @typedef {object} StepAnswer  Every number of one step
 * @property {string} tile
 * @property {number[]} sizes
 * @property {number[]} x
 * @property {number[]} y
 * @property {LayerNumbers[]} layers  The hidden layer, then the output layer
 * @property {CheckedNumbers} nabla_a
 * @property {NeuronWeights} hidden_weights
 * @property {OutputWeights} output_weights
 * @property {number[]} other_delta  δ of the output layer under the other cost
 * @property {AgreementAnswer} agreement
 * @property {number[]} costs  C after 0, 1, …, steps + 1 steps
 * @property {number[][]} outputs  Output activations after as many
 *
 * @typedef {object} DemonAnswer  What becomes of the cost as the weighted input of one neuron is changed
 * @property {number} z  Before anything is changed
 * @property {number} cost
 * @property {number} delta  ∂C/∂z, by backpropagation
 * @property {number[]} changes  Δz
 * @property {number[]} costs  C with z + Δz, each by feeding forward what follows
 *
 * @typedef {object} ProgramAnswer  A short program and every line of its course, beside the library
 * @property {string} path  Within the project
 * @property {number} first  The number of the first line of the code
 * @property {string[]} code
 * @property {ProgramLineAnswer[]} course
 *
 * @typedef {object} ProgramLineAnswer  A line that was run, or the head of a function that was called, and the variables after it
 * @property {string} function
 * @property {number} line  Its number in the file
 * @property {boolean} is_call
 * @property {VariableAnswer[]} variables
 *
 * @typedef {object} VariableAnswer  A variable of a program, as rows of numbers; those of a vector have one number each
 * @property {string} name
 * @property {number} [layer]  The number of the layer that it belongs to
 * @property {number[][]} value
 * @property {number[][]} [library]  What the library computes for the same, where it has it
 * @property {boolean} is_new  Whether this line has changed it
 * @property {boolean} is_same  Whether the library agrees, or has no such number
 *
 * @typedef {object} CourseAnswer  What became of the neuron, from the start on
 * @property {number[]} weights
 * @property {number[]} biases
 * @property {number[]} outputs
 * @property {number[]} costs
 * @property {number[]} slopes
 * @property {number[]} deltas
 *
 * @typedef {object} SaturationAnswer  The same neuron under both costs
 * @property {CourseAnswer} quadratic
 * @property {CourseAnswer} cross_entropy
 *
 * @typedef {object} EpochAnswer  One epoch; the epoch 0 is the network before training
 * @property {number} epoch
 * @property {number} cost  On digits that are not trained on
 * @property {number} [training_cost]
 * @property {number} correct
 * @property {number} size
 * @property {number} seconds
 *
 * @typedef {object} TrainingAnswer  A training as it is now
 * @property {string} id
 * @property {"waiting" | "running" | "finished" | "stopped" | "out_of_time" | "diverged" | "interrupted"} state
 * @property {number} before  How many others wait before it
 * @property {TrainingSettings} settings
 * @property {"mnist" | "synthetic"} source
 * @property {number} [samples]  How many digits it trains on, once that is known
 * @property {EpochAnswer[]} epochs
 * @property {number} progress  Of the epoch that is under way, 0 to 1
 *
 * @typedef {object} TrainingSettings  How a reader's network is trained; the API holds each value to its limits
 * @property {number} hidden
 * @property {number} layers
 * @property {number} epochs
 * @property {number} batch_size
 * @property {number} learning_rate
 * @property {number} samples
 * @property {string} cost
 * @property {number} seed
 *
 * @typedef {object} AnswersAnswer  What the network would have said after each epoch
 * @property {number} since
 * @property {number[][]} outputs
 *
 * @typedef {object} SourceAnswer  A piece of the code that runs here
 * @property {string} name
 * @property {string} qualified_name
 * @property {string} path  Within the project
 * @property {number} line
 * @property {string} code
 *
 * @typedef {object} AlgorithmAnswer  The training that runs now, or that of the version that answers
 * @property {number} version
 * @property {string} name
 * @property {boolean} is_training
 * @property {number} parameters
 * @property {ArchitectureAnswer} [architecture]
 * @property {string[]} sources  Names of the code that runs in it, as /learn/source takes them
 * @property {string} cost
 * @property {string} optimizer
 * @property {number} [batch_size]
 * @property {number} [learning_rate]
 * @property {LastEpochAnswer} [epoch]
 * @property {number} seconds
 * @property {number} [mnist_accuracy]
 * @property {string} sha256
 * @property {number} size
 *
 * @typedef {object} ArchitectureAnswer  What there is to be said of the layers of a version
 * @property {number} hidden_layers  Layers with neurons before the output layer
 * @property {string[]} hidden_activations  Of those, in their order, each once
 * @property {string} output_activation
 * @property {number} outputs  10, or 11 with one for what is no digit
 *
 * @typedef {object} LastEpochAnswer  The last epoch of a training
 * @property {number} number  From 1
 * @property {number} of
 * @property {number} [learning_rate]
 * @property {number} [training_cost]
 * @property {number} [validation_correct]
 * @property {number} [validation_size]
 *
 * @typedef {object} KeptClaimAnswer  What was kept
 * @property {number} id
 * @property {string} kept_until  At least; what is in a data set is kept as long as that
 * @property {number} samples  Digits of which samples were made
 *
 * @typedef {object} GivenAnswer  A page of what somebody gave, the newest first
 * @property {GivenClaimAnswer[]} claims
 * @property {number} [before]  What to ask the next page with; none on the last one
 * @property {number} disagreements  Drawings beside these that are kept because two versions read them differently
 *
 * @typedef {object} GivenClaimAnswer  One reading that was given
 * @property {number} id
 * @property {string} at
 * @property {"mouse" | "touch" | "pen" | "picture" | "other"} device
 * @property {string} shown  What was read
 * @property {string} said  The number as it was said to be; "·" stands for a digit of which nothing was
 * @property {"confirmed" | "corrected" | "unsaid"} kind
 * @property {number} version
 * @property {string} kept_until
 * @property {GivenSampleAnswer[]} samples
 *
 * @typedef {object} GivenSampleAnswer  One digit that was given
 * @property {string} tile  28×28 PNG as data URL, as the network sees it
 * @property {0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | "none"} [said]
 * @property {"waiting" | "agreed" | "disputed" | "unusable"} state  How far reviewers have come with it
 *
 * @typedef {object} DepartureAnswer  What went, of one reading or of all that was given
 * @property {number} samples
 * @property {number[]} data_sets  Those that went because something of it was in them
 * @property {number[]} versions  Those that had learned from it
 *
 * @typedef {object} ExportAnswer  All that somebody gave
 * @property {string} format
 * @property {string} since
 * @property {number} consent
 * @property {ExportedClaimAnswer[]} claims
 * @property {ExportedDisagreementAnswer[]} disagreements
 *
 * @typedef {object} ExportedClaimAnswer  One reading that was given, with all that is kept of it
 * @property {number} id
 * @property {string} at
 * @property {"mouse" | "touch" | "pen" | "picture" | "other"} device
 * @property {string} shown
 * @property {string} said
 * @property {"confirmed" | "corrected" | "unsaid"} kind
 * @property {number} version
 * @property {number} confidence
 * @property {string} verdict
 * @property {(([number, number])[])[]} [strokes]
 * @property {ExportedSampleAnswer[]} samples
 *
 * @typedef {object} ExportedDisagreementAnswer  A drawing that is kept because two versions read it differently
 * @property {string} at
 * @property {"mouse" | "touch" | "pen" | "picture" | "other"} device
 * @property {number} version
 * @property {string} shown
 * @property {(([number, number])[])[]} strokes
 *
 * @typedef {object} ExportedSampleAnswer  One digit that was given, with all that is kept of it
 * @property {string} tile  28×28 PNG as data URL, as the network sees it
 * @property {0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | "none"} [said]
 * @property {"waiting" | "agreed" | "disputed" | "unusable"} state  How far reviewers have come with it
 * @property {number} position
 * @property {string} [cut_out]  PNG as data URL; of a picture alone
 * @property {number} read  10: no digit
 * @property {number} confidence
 * @property {number} margin
 * @property {0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | "none"} [label]  On which reviewers agree
 */
export {};
